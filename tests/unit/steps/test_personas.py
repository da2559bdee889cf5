"""What leaves the machine of a persona: its card in four formats, its audience, and templates for people's words."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import polars as pl
import pytest

from journeymine.errors import SettingsError
from journeymine.overlay import PersonaNotes, PersonaOverlay, read_persona_overlay
from journeymine.settings import Settings
from journeymine.steps.audience import export_audience
from journeymine.steps.browser import NAMES, VARIABLE
from journeymine.steps.personas import TEMPLATE_FILE, export_persona, find_persona, write_persona_templates
from journeymine.steps.publish import CURRENT, DATABASE
from tests.sql.persona_night import make_persona_settings, publish_persona_night


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_persona_night(tmp_path_factory.mktemp("project"))


@pytest.fixture
def settings(project: Path) -> Settings:
    return make_persona_settings().model_copy(update={"folder": project})


def allow(settings: Settings, *columns: str) -> Settings:
    return settings.model_copy(update={"personas": settings.personas.model_copy(update={"audience_columns": columns})})


def test_a_persona_is_found_by_its_id_and_by_its_name(settings: Settings) -> None:
    found = find_persona(settings, "p01")
    assert find_persona(settings, found.persona["persona_name"]).persona["persona_id"] == "p01"
    assert [row["claim_index"] for row in found.evidence] == list(range(1, len(found.evidence) + 1))


def test_a_persona_there_is_not_is_told_with_those_there_are(settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no persona 'p10'.*p01.*p02"):
        find_persona(settings, "p10")


def test_a_card_is_written_as_markdown_and_as_json(settings: Settings, tmp_path: Path) -> None:
    told = export_persona(settings, "p01", tmp_path / "card.md")
    assert "700 customers" in told
    text = (tmp_path / "card.md").read_text(encoding="utf-8")
    assert "18-24" in text
    assert "## Not known, not evidenced" in text
    export_persona(settings, "p01", tmp_path / "card.json")
    plain = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert len(plain["evidence"]) == len(find_persona(settings, "p01").evidence)


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="there is no Chromium on this machine")
@pytest.mark.parametrize(("ending", "head"), [(".pdf", b"%PDF"), (".png", b"\x89PNG")])
def test_a_card_is_drawn_by_a_chromium(settings: Settings, tmp_path: Path, ending: str, head: bytes) -> None:
    out = tmp_path / f"card{ending}"
    export_persona(settings, "p01", out)
    assert out.read_bytes().startswith(head)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_without_a_chromium_the_error_says_what_to_do(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "no-such-browser")
    with pytest.raises(SettingsError, match=r"(?s)no-such-browser.*Install Chromium"):
        export_persona(settings, "p01", tmp_path / "card.pdf")
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused_with_those_there_are(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"(?s)card\.docx.*\.md"):
        export_persona(settings, "p01", tmp_path / "card.docx")


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_an_audience_holds_the_members_and_only_allowed_columns(
    settings: Settings, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"audience{ending}"
    told = export_audience(allow(settings, "customer_id", "age_band", "lifetime_value_amount"), "p02", out)
    frame = pl.read_csv(out) if ending == ".csv" else pl.read_parquet(out)
    assert frame.columns == ["customer_id", "age_band", "lifetime_value_amount"]
    assert sorted(frame["customer_id"]) == list(range(701, 1101))
    assert "400 customers of s2" in told


def test_an_audience_of_a_segment_without_a_persona_is_written_too(settings: Settings, tmp_path: Path) -> None:
    export_audience(settings, "s3", tmp_path / "audience.csv")
    frame = pl.read_csv(tmp_path / "audience.csv")
    assert frame.columns == list(settings.personas.audience_columns)
    assert frame["persona_id"].null_count() == frame.height == 300


def test_an_audience_of_too_few_or_of_an_unknown_column_or_segment_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "audience.csv"
    privacy = settings.privacy.model_copy(update={"minimum_cell": 301})
    with pytest.raises(SettingsError, match="fewer customers than may be told"):
        export_audience(settings.model_copy(update={"privacy": privacy}), "s3", out)
    with pytest.raises(SettingsError, match=r"(?s)no column 'age_bands'.*'age_band'"):
        export_audience(allow(settings, "age_bands"), "s3", out)
    with pytest.raises(SettingsError, match=r"(?s)no segment or persona 's9'.*p01.*s3"):
        export_audience(settings, "s9", out)
    assert list(tmp_path.iterdir()) == []


def test_templates_are_for_personas_nobody_wrote_of_and_leave_what_people_wrote_alone(
    settings: Settings, project: Path, tmp_path: Path
) -> None:
    database = project / "warehouse" / CURRENT / DATABASE
    own = settings.model_copy(update={"folder": tmp_path})
    said: list[str] = []
    write_persona_templates(own, database, said.append)
    text = (tmp_path / TEMPLATE_FILE).read_text(encoding="utf-8")
    assert tomllib.loads(text) == {"persona": {"p01": {}, "p02": {}}}
    assert "Evening visitors" in text
    assert str(TEMPLATE_FILE) in said[0]
    # What it offers is what the overlay takes.
    words = "".join(line.removeprefix("# ") for line in text.splitlines(keepends=True) if not line.startswith("# E"))
    filled = words.split("[persona.p01]")[1].split("[persona.p02]")[0].split("\n\n")[0]
    (tmp_path / "overlay" / "personas.toml").write_text("[persona.p01]" + filled.replace('""', '"x"'), encoding="utf-8")
    overlay = read_persona_overlay(tmp_path)
    assert overlay.persona["p01"].fears.rejected == ("x",)
    write_persona_templates(own.model_copy(update={"persona_overlay": overlay}), database, said.append)
    assert "persona.p01" not in (tmp_path / TEMPLATE_FILE).read_text(encoding="utf-8")


def test_templates_that_cannot_be_written_or_taken_away_are_told_of_and_stop_nothing(
    settings: Settings, project: Path, tmp_path: Path
) -> None:
    (tmp_path / TEMPLATE_FILE).mkdir(parents=True)  # a folder stands in the way
    for known in ({}, {"p01": PersonaNotes(), "p02": PersonaNotes()}):
        own = settings.model_copy(update={"folder": tmp_path, "persona_overlay": PersonaOverlay(persona=known)})
        said: list[str] = []
        write_persona_templates(own, project / "warehouse" / CURRENT / DATABASE, said.append)
        assert [str(TEMPLATE_FILE) in sentence for sentence in said] == [True]
