"""Wrong usage and wrong settings end with 2 and say what, where and what next; never with a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from journeymine.cli import Commands
from journeymine.errors import StoppedError


def replace_line(project, old, new):
    file = project / "journeymine.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return next(number for number, line in enumerate(file.read_text().splitlines(), 1) if new in line)


COMMANDS = ("check", "run", "report", "status")


@pytest.mark.parametrize("command", COMMANDS)
def test_folder_without_a_project_says_how_to_make_one(tmp_path, journeymine, command):
    ended = journeymine(command, "--project", tmp_path)
    assert ended.code == 2
    assert ended.err.startswith(f"error: {tmp_path}: there is no journeymine.toml\n")
    assert "journeymine init" in ended.err
    assert ended.out == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_key_is_refused_with_its_line_and_the_nearest_key(project, journeymine, command):
    line = replace_line(project, "#keep_nights = 7", "keep_night = 7")
    replace_line(project, "#[warehouse]", "[warehouse]")
    ended = journeymine(command, "--project", project)
    assert ended.code == 2
    assert f"journeymine.toml:{line}: unknown key 'warehouse.keep_night'" in ended.err
    assert "Did you mean 'keep_nights'?" in ended.err
    assert "Allowed: buckets, folder, keep_nights" in ended.err
    assert "Traceback" not in ended.err


def test_unknown_table_is_refused_like_an_unknown_key(project, journeymine):
    (project / "journeymine.toml").write_text((project / "journeymine.toml").read_text() + "\n[alerts]\non = []\n")
    ended = journeymine("check", "--project", project)
    assert ended.code == 2
    assert "unknown key 'alerts'" in ended.err


def test_unknown_key_of_a_rule_names_the_rules_file(project, journeymine):
    rule = '[[touchpoint]]\nname = "A"\nstage = "use"\nchanel = "web"\nwhen = { source = "x" }\n'
    (project / "touchpoints.toml").write_text(rule)
    ended = journeymine("check", "--project", project)
    assert ended.code == 2
    assert "touchpoints.toml:4: unknown key 'touchpoint.1.chanel'" in ended.err
    assert "Did you mean 'channel'?" in ended.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('path = "data/*.csv"', "paths = 3", "unknown key 'sources.events.paths'"),
        ('kind = "events"', "", "'sources.events.kind' is missing"),
        ('#late_after = "3d"', "late_after = 3 ", 'a duration is a text with a unit such as "30m"'),
        ('#timezone = "Europe/Warsaw"', 'timezone = "Europe/Warsow"', "did you mean 'Europe/Warsaw'?"),
        ('name = "shop"', "name = ", "not valid TOML"),
        ('name = "shop"', 'name = ""', "'project.name'"),
    ],
)
def test_wrong_value_is_told_in_words(project, journeymine, old, new, told):
    replace_line(project, old, new)
    ended = journeymine("check", "--project", project)
    assert ended.code == 2
    assert told in ended.err
    assert "journeymine.toml" in ended.err


def test_value_of_a_choice_lists_what_is_allowed(project, journeymine):
    replace_line(project, "#[journeys]", "[journeys]")
    line = replace_line(project, '#ends_at = "goal"', 'ends_at = "gaol"')
    ended = journeymine("check", "--project", project)
    assert ended.code == 2
    assert f"journeymine.toml:{line}: 'journeys.ends_at' cannot be 'gaol'" in ended.err
    assert "Allowed: goal, gap, customer." in ended.err


def test_settings_that_are_not_text_are_refused(project, journeymine):
    (project / "journeymine.toml").write_bytes('name = "Żółw"'.encode("cp1250"))
    ended = journeymine("check", "--project", project)
    assert ended.code == 2
    assert "Save it as UTF-8" in ended.err


def test_missing_key_file_says_where_keys_come_from(project, journeymine):
    (project / "journeymine.key").unlink()
    ended = journeymine("run", "--project", project)
    assert ended.code == 1
    assert "journeymine.key" in ended.err
    assert "JOURNEYMINE_KEY" in ended.err


def test_key_that_others_can_read_is_refused(project, journeymine):
    (project / "journeymine.key").chmod(0o644)
    ended = journeymine("run", "--project", project)
    assert ended.code == 1
    assert "chmod 600" in ended.err


def test_time_that_is_none_is_wrong_usage(project, journeymine):
    ended = journeymine("run", "--project", project, "--as-of", "yesterday")
    assert ended.code == 2
    assert "--as-of: 'yesterday' is not a time" in ended.err


def test_unknown_command_is_answered_with_the_nearest(journeymine):
    ended = journeymine("statsu")
    assert ended.code == 2
    assert "Did you mean 'status'?" in ended.err


@pytest.mark.parametrize("command", ["report", "query"])
def test_before_the_first_night_readers_are_told_to_run_one(project, journeymine, command):
    ended = journeymine(command, *(["select 1"] if command == "query" else []), "--project", project)
    assert ended.code == 1
    assert "nothing has been published yet" in ended.err
    assert "journeymine run" in ended.err
    assert not (project / "warehouse").exists()


def test_status_before_the_first_night_is_an_answer_and_not_an_error(project, journeymine):
    ended = journeymine("status", "--project", project)
    assert ended.code == 0
    assert "none published yet" in ended.out


def test_project_comes_from_the_environment_too(project, journeymine, monkeypatch):
    monkeypatch.setenv("JOURNEYMINE_PROJECT", str(project))
    assert "project   shop" in journeymine("status").out


def test_debug_shows_where_an_error_arose(tmp_path, monkeypatch):
    environment = {"JOURNEYMINE_DEBUG": "1", "PATH": ""}
    command = [sys.executable, "-m", "journeymine", "status", "--project", str(tmp_path)]
    shown = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert shown.returncode == 1
    assert "Traceback" in shown.stderr
    assert "SettingsError" in shown.stderr


HEAVY = ("duckdb", "polars", "pm4py", "prefect", "sklearn", "plotly", "numpy", "scipy")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"], ["query", "--help"]])
def test_help_imports_nothing_heavy(arguments):
    """What keeps `journeymine --help` fast, said without a clock."""
    code = (
        "import sys; from journeymine.cli import app\n"
        f"try: app({arguments!r})\n"
        f"except SystemExit: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert shown.stderr == "[]\n"


def test_list_of_commands_cuts_no_sentence_short(journeymine):
    listed = journeymine("--help").out
    assert "Commands:" in listed
    assert "..." not in listed.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("explain", "p01"), "journeymine explain persona p01"),
        (("explain", "17"), "journeymine explain customer 17"),
        (("explain", "phone:0f"), "journeymine explain customer phone:0f"),
        (("explain", "customer"), "journeymine explain customer NAME"),
        (("query", "--format", "xx", "select 1"), "Invalid value for '--format' / '-f': 'xx' is not one of 'table'"),
    ],
)
def test_wrong_argument_is_told_with_the_right_one(project, journeymine, arguments, told):
    ended = journeymine(*arguments, "--project", project)
    assert ended.code == 2
    assert told in ended.err
    assert "Value error" not in ended.err


def test_status_is_told_beside_a_wrong_overlay_that_stops_a_run(project, journeymine):
    (project / "overlay" / "map.toml").write_text('[[note]]\nstage = "use"\n')
    shown = journeymine("status", "--project", project)
    assert shown.code == 2
    assert "night     none published yet" in shown.out
    assert f"{project / 'overlay' / 'map.toml'}:1: unknown key 'note'" in shown.err
    assert journeymine("run", "--project", project).out == ""


def test_a_missing_key_is_told_at_its_own_table(project, journeymine):
    text = '[project]\ntimezone = "UTC"\n[sources.events]\nkind = "events"\npath = "x"\n[[goals]]\nname = "sale"\n'
    (project / "journeymine.toml").write_text(text)
    assert "journeymine.toml:1: 'project.name' is missing" in journeymine("check", "--project", project).err


def test_an_unknown_kind_is_told_with_its_line(project, journeymine):
    line = replace_line(project, 'kind = "events"', 'kind = "event"')
    assert f"journeymine.toml:{line}: unknown source kind 'event'" in journeymine("check", "--project", project).err


def test_ctrl_c_ends_with_130_and_says_that_nothing_is_broken():
    group = typer.Typer(cls=Commands, pretty_exceptions_enable=False)

    @group.command()
    def wait() -> None:
        raise KeyboardInterrupt

    @group.command()
    def other() -> None:
        """Two commands, or there would be no group."""

    with pytest.raises(StoppedError, match="stopped with Ctrl-C") as stopped:
        group(["wait"])
    assert stopped.value.exit_code == 130
    assert "the same command goes on from here" in str(stopped.value)
