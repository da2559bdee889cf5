"""Bad input and bad surroundings: a clear message, the right exit code, nothing lost and nothing half published."""

from __future__ import annotations

import html
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journeymine.steps.lock import open_lock
from journeymine.steps.publish import find_current
from tests.flows.published import find_differences
from tests.flows.small_shop import write_drop

NIGHT = [sys.executable, "-m", "journeymine", "run"]


@pytest.fixture
def second_day(published: Path) -> Path:
    """A project with one published night and a new drop."""
    write_drop(published, 2)
    return published


def ask(journeymine, project: Path, sql: str) -> list[dict[str, object]]:
    answered = journeymine("query", sql, "--project", project, "--json")
    assert answered.code == 0, answered.err
    return json.loads(answered.out)


def test_no_file_at_all_is_told_with_the_key_that_names_it(project, journeymine):
    (project / "drops" / "day01.csv").unlink()
    ended = journeymine("run", "--project", project)
    assert ended.code == 1
    assert "drops/*.csv" in ended.err
    assert find_current(project / "warehouse") is None


def test_source_that_gives_nothing_beside_one_that_does_is_a_warning(project, journeymine):
    settings = project / "journeymine.toml"
    settings.write_text(settings.read_text() + '\n[sources.stores]\nkind = "offline"\npath = "visits/*.csv"\n')
    ended = journeymine("run", "--project", project)
    assert ended.code == 3
    assert "visits/*.csv" in ended.err
    night = find_current(project / "warehouse")
    assert night is not None
    (refused,) = ask(journeymine, project, "select source, file_name, reason from meta.refused_files")
    assert (refused["source"], refused["file_name"]) == ("stores", "visits/*.csv")
    page = (night / "site" / "health.html").read_text(encoding="utf-8")
    assert str(refused["reason"]) in html.unescape(page)


@pytest.mark.parametrize("content", [b"", b"id,event,time,cookie,user,value\n"], ids=["no byte", "only a header"])
def test_empty_file_hurts_nobody(project, journeymine, content):
    (project / "drops" / "empty.csv").write_bytes(content)
    ended = journeymine("run", "--project", project)
    assert ended.code in (0, 3)
    assert "empty.csv" in ended.err or ended.code == 0
    files = ask(journeymine, project, "select file_name, loaded_count from raw.files where loaded_count > 0")
    assert [row["file_name"] for row in files] == ["drops/day01.csv"]


def test_file_in_another_encoding_is_refused_or_its_lines_kept_and_counted(project, journeymine):
    lines = (
        "id,event,time,cookie,user,value\n1,obejrzał żółwia,2026-11-02T10:00:00,c1,,\n2,view,2026-11-02T10:05:00,c1,,\n"
    )
    (project / "drops" / "day02.csv").write_bytes(lines.encode("cp1250"))
    ended = journeymine("run", "--project", project)
    assert ended.code in (0, 3)
    assert "day02.csv" in ended.err
    rows = ask(
        journeymine,
        project,
        "select line_count, loaded_count, rejected_count from raw.files where file_name like '%02.csv'",
    )
    if ended.code == 0:
        assert [row["line_count"] - 1 - row["loaded_count"] - row["rejected_count"] for row in rows] == [0]
    settings = project / "journeymine.toml"
    settings.write_text(settings.read_text().replace('kind = "events"', 'kind = "events"\nencoding = "cp1250"'))
    (project / "drops" / "day01.csv").unlink()
    assert journeymine("run", "--project", project).code in (0, 3)
    assert ask(journeymine, project, "select event_name from core.events where event_name like 'obe%'") == [
        {"event_name": "obejrzał żółwia"}
    ]


def test_event_from_the_future_is_kept_apart_and_does_not_move_the_end_of_observation(project, journeymine):
    before = json.loads(journeymine("run", "--project", project, "--json").out)
    (project / "drops" / "future.csv").write_text(
        "id,event,time,cookie,user,value\nf1,view,2999-01-01T00:00:00,cookie1,,\nf2,view,2026-11-02T12:00:00,cookie1,,\n"
    )
    ended = journeymine("run", "--project", project, "--json")
    after = json.loads(ended.out)
    assert (after["loaded_count"], after["rejected_count"]) == (1, 1)
    assert after["as_of"] >= before["as_of"]
    assert after["as_of"].startswith("2026-11")
    reasons = ask(journeymine, project, "select reasons from raw.rejected where line_text like '%2999%'")
    assert "future" in str(reasons)


def test_field_of_a_megabyte_is_loaded_or_rejected_but_never_lost(project, journeymine):
    big = "x" * 1_000_000
    (project / "drops" / "big.csv").write_text(
        f"id,event,time,cookie,user,value,note\nb1,view,2026-11-02T10:00:00,cookie1,,,{big}\n"
        f"b2,view,2026-11-02T10:01:00,cookie1,,,small\n"
    )
    assert journeymine("run", "--project", project).code in (0, 3)
    rows = ask(
        journeymine, project, "select loaded_count, rejected_count from raw.files where file_name like '%big.csv'"
    )
    assert rows[0]["loaded_count"] + rows[0]["rejected_count"] == 2
    assert ask(journeymine, project, "select count(*) as n from core.events where event_id = 'b2'") == [{"n": 1}]


def test_script_in_an_event_name_is_a_name_like_any_other_and_never_runs(project, journeymine):
    name = "<script>alert('x')</script>"
    (project / "drops" / "script.csv").write_text(
        "id,event,time,cookie,user,value\n"
        + "".join(f'{number},"{name}",2026-11-02T10:{number:02}:00,cookie{number},,\n' for number in range(20))
    )
    assert journeymine("run", "--project", project).code == 3, "one event in five matches no rule"
    shown = ask(journeymine, project, "select touchpoint from core.touchpoints where touchpoint like '%script%'")
    assert shown == [{"touchpoint": f"unmapped: {name}"}]
    for page in (project / "warehouse" / "current" / "site").rglob("*.html"):
        assert "<script>alert" not in page.read_text(), page


def test_unwritable_folder_is_told_with_its_path(project, journeymine):
    """/sys refuses even root; a folder without the right to write refuses everyone else."""
    folder = "/sys/journeymine"
    if os.geteuid() != 0:
        (project / "closed").mkdir(mode=0o500)
        folder = str(project / "closed" / "warehouse")
    settings = project / "journeymine.toml"
    settings.write_text(settings.read_text().replace("[warehouse]", f'[warehouse]\nfolder = "{folder}"'))
    ended = journeymine("run", "--project", project)
    assert ended.code == 1
    assert folder in ended.err
    assert "[warehouse].folder" in ended.err
    assert "Traceback" not in ended.err


def test_warehouse_folder_that_is_a_file_is_told_with_its_path(project, journeymine):
    (project / "warehouse").write_text("")
    ended = journeymine("run", "--project", project)
    assert ended.code == 1
    assert str(project / "warehouse") in ended.err


def test_second_run_at_the_same_time_ends_with_one_and_names_the_first(published, journeymine):
    before = find_current(published / "warehouse")
    with open_lock(published / "warehouse", "run"):
        ended = journeymine("run", "--project", published)
        shown = journeymine("status", "--project", published)
    assert ended.code == 1
    assert f"process {os.getpid()}" in ended.err
    assert f"running now: process {os.getpid()}" in shown.out
    (segments,) = [line for line in shown.out.splitlines() if line.startswith("segments  ")]
    (personas,) = [line for line in shown.out.splitlines() if line.startswith("personas  ")]
    assert "none: " in segments
    assert "customers; 200 are needed" in segments
    assert "none: " in personas
    assert "customers; 1,000 are needed" in personas
    assert find_current(published / "warehouse") == before


@pytest.mark.parametrize("limit", [20_000, 1_500_000])
def test_file_that_cannot_grow_fails_the_run_and_spares_last_night(second_day, first_night, limit):
    """The system refuses every write beyond a size, in ingest, in the database or in the site: as on a full disk."""

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    ended = subprocess.run(
        [*NIGHT, "--project", second_day], preexec_fn=limit_files, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1, ended.stderr
    assert "the disk is full" in ended.stderr
    assert "Traceback" not in ended.stderr
    check_last_night_and_recover(second_day, first_night)


def check_last_night_and_recover(second_day: Path, first_night: Path) -> None:
    current = find_current(second_day / "warehouse")
    assert current is not None
    assert find_differences(current, first_night / "warehouse" / "current") == []
    assert [night.name for night in (second_day / "warehouse" / "nights").iterdir()] == [current.name]
    subprocess.run([*NIGHT, "--project", second_day], check=True, capture_output=True)
    after = find_current(second_day / "warehouse")
    assert after not in (None, current)


FULL_DISK = """
set -e
mount -t tmpfs -o size=100m tmpfs "$1/warehouse"
cp -a "$2/warehouse/." "$1/warehouse/"
used=$(du -sk "$1/warehouse" | cut -f1)
mount -o "remount,size=$((used + $3))k" "$1/warehouse"
set +e
"$4" -m journeymine run --project "$1"
echo "first $?"
"$4" -m journeymine query "select count(*) as n from core.events" --project "$1" --json
ls "$1/warehouse/nights"
mount -o remount,size=200m "$1/warehouse"
"$4" -m journeymine run --project "$1"
echo "second $?"
"""


@pytest.mark.parametrize("spare_kilobytes", [40, 4000])
def test_full_disk_fails_the_run_spares_last_night_and_the_next_run_is_whole(
    second_day, first_night, journeymine, spare_kilobytes
):
    """A real small disk, in a mount namespace of its own."""
    namespace = ["unshare", "--mount", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*namespace, "true"], capture_output=True).returncode:
        pytest.skip("this system lets nobody mount a small disk; files that cannot grow are tested instead")
    before = ask(journeymine, first_night, "select count(*) as n from core.events")[0]["n"]
    shutil.rmtree(second_day / "warehouse")
    (second_day / "warehouse").mkdir()
    command = ["bash", "-c", FULL_DISK, "bash", second_day, first_night, str(spare_kilobytes), sys.executable]
    ended = subprocess.run([*namespace, *command], capture_output=True, text=True, check=False)
    assert "first 1" in ended.stdout, ended.stderr + ended.stdout
    assert "the disk is full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert f'"n":{before}' in ended.stdout.replace(" ", "")
    assert "second 0" in ended.stdout, ended.stderr
