"""`journeymine init` writes a project that says in itself how it is filled in."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from journeymine.privacy.keyfile import read_key
from journeymine.settings import read_settings

SWITCHED_OFF = re.compile(r"^#(?=[\[a-z])", flags=re.MULTILINE)


def test_project_can_be_read(project):
    settings = read_settings(project)
    assert settings.project.name == "shop"
    assert list(settings.sources) == ["events"]
    assert settings.touchpoints.touchpoint == ()


def test_project_name_is_written_as_a_toml_text(tmp_path, journeymine):
    assert journeymine("init", tmp_path / "a", "--name", 'Żółty "Dom" \\ 1').code == 0
    assert read_settings(tmp_path / "a").project.name == 'Żółty "Dom" \\ 1'


def test_key_is_for_its_owner_only_and_differs_between_projects(tmp_path, project, journeymine):
    assert (project / "journeymine.key").stat().st_mode & 0o777 == 0o600
    journeymine("init", tmp_path / "other")
    assert read_key(project / "journeymine.key") != read_key(tmp_path / "other" / "journeymine.key")


def test_key_and_warehouse_are_kept_out_of_git(project):
    assert (project / ".gitignore").read_text().split() == ["journeymine.key", "warehouse/", ".prefect/"]


def test_the_example_of_a_plan_is_a_plan_that_can_be_read(project):
    overlay = project / "overlay"
    (overlay / "plan.example.toml").rename(overlay / "plan.toml")
    (entry,) = read_settings(project).plan_overlay.improvement
    assert entry.status == "planned"


def test_nothing_is_overwritten(project, journeymine):
    (project / "touchpoints.toml").unlink()
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    again = journeymine("init", project)
    assert again.code == 0
    assert f"kept   {project / 'journeymine.toml'}" in again.out
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_project_that_came_without_its_key_gets_one(project, journeymine):
    """The key is never in git, so a checked-out project lacks it."""
    (project / "journeymine.key").unlink()
    assert "wrote" in journeymine("init", project).out
    assert len(read_key(project / "journeymine.key")) == 32


def test_key_of_an_older_project_is_kept(tmp_path, journeymine):
    (tmp_path / "journeymine.key").write_text("0" * 64)
    assert journeymine("init", tmp_path).code == 0
    assert (tmp_path / "journeymine.key").read_text() == "0" * 64


def test_file_in_the_place_of_the_folder_is_refused(tmp_path, journeymine):
    (tmp_path / "file").write_text("")
    refused = journeymine("init", tmp_path / "file")
    assert refused.code == 2
    assert "a file, not a folder" in refused.err


def test_every_setting_that_is_switched_off_in_the_templates_is_allowed(tmp_path):
    templates = files("journeymine.cli") / "templates"
    count = 0
    for name in ("journeymine.toml", "touchpoints.toml"):
        text, changes = SWITCHED_OFF.subn("", (templates / name).read_text(encoding="utf-8"))
        (tmp_path / name).write_text(text, encoding="utf-8")
        count += changes
    settings = read_settings(tmp_path)
    assert count > 40
    assert list(settings.sources) == ["events", "orders", "surveys", "stores"]
    assert len(settings.goals) == 1
    assert len(settings.touchpoints.touchpoint) == 3
    assert len(settings.touchpoints.ignore) == 1


def test_defaults_shown_in_the_template_are_the_defaults(tmp_path, project):
    """Switching on a setting whose value is said to be the default changes nothing."""
    text = (project / "journeymine.toml").read_text()
    for table in ("[sessions]\n", "[stages]\n", "[journeys]\n", "[warehouse]\n", "[privacy]\n"):
        start = text.index("#" + table)
        end = text.find("\n\n", start)
        block = SWITCHED_OFF.sub("", text[start : end if end > 0 else None])
        text = text[:start] + block.replace("\nthreads", "\n#threads") + (text[end:] if end > 0 else "")
    plain = read_settings(project)
    (project / "journeymine.toml").write_text(text)
    assert read_settings(project) == plain


def write_log(path: Path, header: str) -> None:
    lines = [f"2026-03-01 {hour:02}:00;Anna Nowak;u{hour % 3};visit" for hour in range(24)]
    path.write_text("\n".join([header, *lines, "some day;Anna Nowak;u1;visit", ""]))


def test_number_of_a_client_comes_before_the_name_beside_it(tmp_path, journeymine):
    write_log(tmp_path / "a.csv", "Дата;Клиент;Номер клиента;Операция")
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert begun.code == 0, begun.err
    [source] = read_settings(tmp_path / "p").sources.values()
    assert source.fields["user_id"] == "Номер клиента"
    assert "left out      Клиент (personal" in begun.out
    assert "Anna" not in begun.out


def test_names_that_stand_for_people_are_told(tmp_path, journeymine):
    write_log(tmp_path / "a.csv", "time;customer;number;event")
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert begun.code == 0, begun.err
    assert "customer seems to hold names: two people of one name will be one customer" in begun.out
    assert "Anna" not in begun.out


def test_birth_date_is_no_time_of_an_event(tmp_path, journeymine):
    (tmp_path / "a.csv").write_text(
        "Contact ID,E-mail,Birth date\n1,a@x.example,1980-01-02\n2,b@x.example,1981-02-03\n"
    )
    begun = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.csv")
    assert begun.code == 0, begun.err
    [source] = read_settings(tmp_path / "p").sources.values()
    assert (source.kind, source.fields) == ("people", {"user_id": "Contact ID", "email": "E-mail"})


def test_files_alone_make_a_project_of_this_folder(tmp_path, journeymine, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_log(tmp_path / "1.csv", "time;name;user_id;event")
    write_log(tmp_path / "2.csv", "when;name;user_id;action")
    begun = journeymine("init", "--from", "1.csv", "2.csv")
    assert begun.code == 0, begun.err
    assert len(read_settings(tmp_path).sources) == 2


def test_spreadsheet_is_refused_with_what_to_do(tmp_path, journeymine):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    refused = journeymine("init", tmp_path / "p", "--from", tmp_path / "a.xlsx")
    assert refused.code == 1
    assert "Save each sheet as CSV." in refused.err
