"""A person who is forgotten is in nothing that the project keeps, and stays out when the same rows come again."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.overlay import number_key
from journeymine.privacy.erasures import ERASURES_FILE, read_book
from journeymine.privacy.hashing import hash_identifier
from journeymine.settings import read_settings
from journeymine.steps.forget import forget_customer, list_erasures
from journeymine.steps.night import run_night
from journeymine.steps.publish import find_current, find_nights
from journeymine.warehouse.connection import open_database
from tests.flows.published import find_differences
from tests.flows.small_shop import KEY, write_drop

USER = "user3"
SCRIPT = Path(__file__).with_name("killed_forget.py")


def run(project: Path) -> None:
    run_night(read_settings(project), KEY, announce=lambda _: None)


def forget(project: Path, asked: str = f"user_id:{USER}"):
    return forget_customer(read_settings(project), KEY, asked, lambda _: None, requested_by="ticket 7")


def read_keys(project: Path) -> list[tuple[str, str]]:
    """Read the keys of the person before they are forgotten."""
    user = hash_identifier("user_id", USER, KEY)
    with open_database(find_current(project / "warehouse") / "journeymine.duckdb", read_only=True) as connection:
        return connection.execute(
            "select identity_kind, identity_hash from core.identities where customer_id = "
            f"(select customer_id from core.identities where identity_hash = '{user}')"
        ).fetchall()


def list_rows_of(keys, file: Path) -> list[list[str]]:
    """List the rows of a drop that hold one of the person's keys, as the shop wrote them."""
    hashes = dict(keys) and {value for _, value in keys}
    with file.open(newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return [
        row
        for row in rows
        if hash_identifier("user_id", row[4], KEY) in hashes
        or (not row[4] and hash_identifier("device", row[3], KEY) in hashes)
    ]


def find_texts(project: Path, texts: list[str]) -> list[str]:
    """Find which files of the warehouse hold one of some texts, whatever their format."""
    needles = [text.encode() for text in texts]
    found = []
    for file in sorted((project / "warehouse").rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue
        if file.suffix == ".parquet":
            with open_database(None) as connection:
                content = repr(connection.execute(f"from read_parquet('{file}')").fetchall()).encode()
        elif file.suffix == ".duckdb":
            with open_database(file, read_only=True) as connection:
                tables = connection.execute(
                    "select table_schema || '.' || table_name from information_schema.tables"
                ).fetchall()
                content = b"".join(repr(connection.execute(f"from {t}").fetchall()).encode() for (t,) in tables)
        else:
            content = file.read_bytes()
        found += [f"{file.name}: {needle.decode()}" for needle in needles if needle in content]
    return found


@pytest.fixture(scope="module")
def both_nights(first_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights of the shop; its second drop has a rejected line that names the person, and one that does not."""
    project = tmp_path_factory.mktemp("both_nights") / "shop"
    shutil.copytree(first_night, project, symlinks=True)
    file = write_drop(project, 2)
    with file.open("a", newline="") as stream:
        stream.write(f"2-bad,secret-page,not a time,cookie1,{USER},\n")
    run(project)
    return project


@pytest.fixture
def two_nights(both_nights: Path, tmp_path: Path) -> Path:
    """A copy of them for one test."""
    return Path(shutil.copytree(both_nights, tmp_path / "shop", symlinks=True))


def test_nothing_that_is_kept_holds_the_person(two_nights: Path) -> None:
    keys = read_keys(two_nights)
    rows = [row for day in (1, 2) for row in list_rows_of(keys, two_nights / "drops" / f"day{day:02}.csv")]
    ids = [f"'{row[0]}'" for row in rows if row[2] != "not a time"]
    hashes = [value for _, value in keys]
    numbers = [str(number_key(f"{kind}:{value}")) for kind, value in keys]
    written = sorted({key for row in rows for key in row[3:5] if key})
    assert len(ids) >= 3
    assert USER in written
    assert find_texts(two_nights, [*hashes, *ids, "secret-page"]), "the search finds what is there"
    assert find_texts(two_nights, numbers)
    assert find_texts(two_nights, written) == [], "no key is kept as its source wrote it, forgotten or not"
    result = forget(two_nights)
    assert result.erasure.event_count == len(ids)
    assert result.erasure.rejected_count == 1
    assert result.source_files == ("drops/day01.csv", "drops/day02.csv")
    assert find_texts(two_nights, [*hashes, *numbers, *ids, *written, "secret-page"]) == []
    assert find_nights(two_nights / "warehouse") == [find_current(two_nights / "warehouse")]


def test_books_balance_and_rejected_lines_stay_counted(two_nights: Path) -> None:
    forget(two_nights)
    with open_database(find_current(two_nights / "warehouse") / "journeymine.duckdb", read_only=True) as connection:
        files = connection.execute(
            "select line_count - header_count - loaded_count - rejected_count, erased_count from raw.files"
        ).fetchall()
        texts = connection.execute("select line_text from raw.rejected order by line_text = '[erased]'").fetchall()
    assert [gap for gap, _ in files] == [0, 0]
    assert sum(count for _, count in files) == list_erasures(read_settings(two_nights))[0].event_count + 1
    assert len(texts) == 3
    assert [text == "[erased]" for (text,) in texts] == [False, False, True]


def test_the_same_rows_delivered_again_stay_erased(two_nights: Path) -> None:
    keys = read_keys(two_nights)
    again = list_rows_of(keys, two_nights / "drops" / "day01.csv")
    forget(two_nights)
    alone = shutil.copytree(two_nights, two_nights.with_name("without"), symlinks=True)
    with (two_nights / "drops" / "day03.csv").open("w", newline="") as stream:
        csv.writer(stream).writerows([("id", "event", "time", "cookie", "user", "value"), *again])
    run(two_nights)
    night = find_current(two_nights / "warehouse")
    with open_database(night / "journeymine.duckdb", read_only=True) as connection:
        counts = connection.execute(
            "select loaded_count, erased_count from raw.files where file_name like '%day03%'"
        ).fetchall()
    assert counts == [(len(again), len(again))]
    differing = find_differences(night, find_current(alone / "warehouse"))
    assert [name for name in differing if name.startswith(("core", "analysis"))] == []


def test_the_night_equals_one_that_never_knew_them(two_nights: Path, tmp_path: Path) -> None:
    keys = read_keys(two_nights)
    never = tmp_path / "never"
    shutil.copytree(two_nights, never, symlinks=True)
    shutil.rmtree(never / "warehouse")
    for file in (never / "drops").iterdir():
        theirs = {tuple(row) for row in list_rows_of(keys, file)}
        with file.open(newline="") as stream:
            rows = [row for row in csv.reader(stream) if tuple(row) not in theirs]
        with file.open("w", newline="") as stream:
            csv.writer(stream).writerows(rows)
    run(never)
    forget(two_nights)
    differing = find_differences(find_current(two_nights / "warehouse"), find_current(never / "warehouse"))
    # Row numbers and files' counts tell that lines were there; nothing tells of whom.
    assert [name for name in differing if name.startswith(("core", "analysis"))] in ([], ["core.event_rows"])


def test_the_audit_says_nothing_of_the_person(two_nights: Path) -> None:
    keys = read_keys(two_nights)
    forget(two_nights)
    content = json.loads((two_nights / "warehouse" / ERASURES_FILE).read_text())
    [entry] = content["erasures"]
    assert entry["requested_by"] == "ticket 7"
    assert entry["completed_at"]
    assert entry["customer_ids"] == []
    assert entry["file_names"] == []
    assert not {value for _, value in keys} & set(content["key_marks"])


def test_forgetting_twice_is_forgetting_once(two_nights: Path) -> None:
    forget(two_nights)
    before = find_current(two_nights / "warehouse")
    result = forget(two_nights)
    assert result.erasure is None
    assert find_current(two_nights / "warehouse") == before
    assert len(list_erasures(read_settings(two_nights))) == 1


def test_nobody_known_is_refused_and_nothing_changes(published: Path) -> None:
    before = find_current(published / "warehouse")
    for asked in ("user_id:nobody", "12345", "anna", "anna@example.org"):
        with pytest.raises(SettingsError):
            forget(published, asked)
    assert find_current(published / "warehouse") == before
    assert read_book(published / "warehouse").erasures == ()


@pytest.fixture
def undisturbed(two_nights: Path) -> tuple[Path, list[str]]:
    """The project after an undisturbed forget, and every point at which one can be killed."""
    project = Path(shutil.copytree(two_nights, two_nights.with_name("undisturbed"), symlinks=True))
    lived = subprocess.run([sys.executable, SCRIPT, project, "-1"], capture_output=True, text=True, check=True)
    return project, json.loads(lived.stdout)


def kill_and_complete(before: Path, undisturbed: tuple[Path, list[str]], point: int) -> None:
    """Kill a forget at a point; whatever comes next, a night or the same command, leaves nothing of the person."""
    keys = read_keys(before)
    after, points = undisturbed
    project = Path(shutil.copytree(before, before.with_name(f"killed{point}"), symlinks=True))
    subprocess.run([sys.executable, SCRIPT, project, str(point)], capture_output=True, check=False)
    if read_book(project / "warehouse").pending and point % 2:
        run(project)
    else:
        forget(project)
    assert find_texts(project, [value for _, value in keys]) == [], points[point]
    assert not read_book(project / "warehouse").pending
    assert not (project / "warehouse" / "erasing").exists()
    differing = find_differences(find_current(project / "warehouse"), find_current(after / "warehouse"))
    assert [name for name in differing if not name.startswith("meta")] == [], points[point]
    shutil.rmtree(project)


def test_what_comes_next_completes_a_killed_forget(two_nights: Path, undisturbed: tuple[Path, list[str]]) -> None:
    points = undisturbed[1]
    swap = points.index("os.rename", next(at for at, point in enumerate(points) if "/erasing/" in point))
    assert swap + 2 < len(points)
    for point in (swap + 1, len(points) - 1):  # a landed file between two places; the very last change
        kill_and_complete(two_nights, undisturbed, point)


@pytest.mark.long
def test_a_forget_killed_anywhere_is_completed(two_nights: Path, undisturbed: tuple[Path, list[str]]) -> None:
    points = undisturbed[1]
    for point in range(0, len(points), max(1, len(points) // 25)):
        kill_and_complete(two_nights, undisturbed, point)
