"""`journeymine export map`: one map as page, picture, spreadsheet, cards, diagram and data, in each language."""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from journeymine.contracts.map_file import read_map
from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.site.map_cards import COLORS
from journeymine.steps.browser import NAMES
from journeymine.steps.export_map import export_map
from journeymine.steps.publish import DATABASE, RECORD
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import write_frame
from tests.sql.small_warehouse import make_settings
from tests.unit.site.example_journeys import FORMULA, STAGES
from tests.unit.site.example_maps import write_maps

NIGHT = "20260401T013000Z"
VOICED = "I hear of you"
"""What the customer calls the first stage."""
AT = datetime(2026, 4, 1, tzinfo=UTC).replace(tzinfo=None)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("project")
    settings = make_settings(stages={"order": list(STAGES)}).model_copy(update={"folder": folder})
    night = settings.warehouse_folder / "nights" / NIGHT
    night.mkdir(parents=True)
    headline = {"metric": ["x"], "value": [1.0], "observed_from_at": [AT], "observed_to_at": [AT]}
    tables = {**write_maps(), "report.headline_metrics": pl.DataFrame(headline)}
    with open_database(night / DATABASE) as connection:
        for table, frame in tables.items():
            write_frame(connection, table, frame)
    (night / RECORD).write_text("{}", encoding="utf-8")
    (settings.warehouse_folder / "current").symlink_to(f"nights/{NIGHT}")
    return settings


def export(settings: Settings, out: Path, language: str | None = None) -> str:
    export_map(settings, "all", out, language=language)
    return out.read_text(encoding="utf-8-sig")


def test_the_json_reads_back_as_the_tables_it_was_made_of(settings: Settings, tmp_path: Path) -> None:
    read = read_map(export(settings, tmp_path / "map.json"))
    tables = write_maps()
    of_map = (pl.col("persona_id") == "all") & (pl.col("scenario") == "all")
    told = (pl.col("n") >= settings.privacy.minimum_cell) | (pl.col("source") == "human")
    items = tables["analysis.journey_map"].filter(of_map, told)
    assert items.height > 0
    assert pl.DataFrame([item.model_dump() for item in read.items], schema=items.schema).equals(items)
    about = tables["analysis.journey_maps"].filter(of_map)
    assert pl.DataFrame([read.about.model_dump()], schema=about.schema).equals(about)
    assert {row.evidence_id for row in read.evidence} == set(items["evidence_id"].drop_nulls())
    assert read.stages == list(STAGES)


def test_an_item_of_few_customers_is_in_no_file(settings: Settings, tmp_path: Path) -> None:
    for ending in ("json", "csv", "mmd", "svg", "html"):
        assert "Hidden corner" not in export(settings, tmp_path / f"map.{ending}"), ending


def test_cards_have_a_stage_a_lane_a_colour_and_are_never_formulas(settings: Settings, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(export(settings, tmp_path / "map.csv"))))
    assert rows[0] == ["Stage", "Lane", "Text", "Colour"]
    assert {row[0] for row in rows[1:]} <= {*STAGES, VOICED}
    assert {row[3] for row in rows[1:]} <= set(COLORS.values())
    assert [row for row in rows if FORMULA in row[2]]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_spreadsheet_has_the_map_its_cards_and_the_queries(settings: Settings, tmp_path: Path) -> None:
    export_map(settings, "all", tmp_path / "map.xlsx")
    with zipfile.ZipFile(tmp_path / "map.xlsx") as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        texts = "".join(ElementTree.fromstring(book.read("xl/sharedStrings.xml")).itertext())
        assert not [name for name in book.namelist() if b"<f>" in book.read(name)]
    assert names == ["Journey map", "Cards", "Evidence"]
    assert "select 80 as n -- steps" in texts


def test_the_picture_is_well_formed_and_says_every_stage(settings: Settings, tmp_path: Path) -> None:
    picture = ElementTree.fromstring(export(settings, tmp_path / "map.svg"))
    said = " ".join(picture.itertext())
    assert [stage for stage in (VOICED, *STAGES[1:]) if stage not in said] == []
    assert "<script>" in said  # hostile names are text
    assert not [element for element in picture.iter() if element.tag.endswith("script")]


def test_a_silent_stage_of_the_diagram_says_that_its_feeling_is_not_evidenced(
    settings: Settings, tmp_path: Path
) -> None:
    lines = export(settings, tmp_path / "map.mmd").splitlines()
    assert lines[0] == "journey"
    tasks = [line for line in lines if line.startswith("      ")]
    assert tasks
    assert [task for task in tasks if not re.fullmatch(r" {6}[^:;#]+: [1-5]: [^:;#,]+", task)] == []


def test_the_page_is_one_file_whose_policy_names_its_scripts(settings: Settings, tmp_path: Path) -> None:
    page = export(settings, tmp_path / "map.html")
    assert not re.search(r'<(?:script|img)[^>]* src="|<link rel="stylesheet"', page)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert "script-src 'sha256-" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize(("language", "word"), [("ru", "Дорожка"), ("pl", "Tor")])
def test_words_are_those_of_the_language(settings: Settings, tmp_path: Path, language: str, word: str) -> None:
    assert word in export(settings, tmp_path / "map.csv", language).splitlines()[0]


@pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="there is no Chromium on this machine")
@pytest.mark.parametrize(("ending", "head"), [("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_a_map_is_drawn_whole_by_a_chromium(settings: Settings, tmp_path: Path, ending: str, head: bytes) -> None:
    export_map(settings, "all", tmp_path / f"map.{ending}")
    drawn = (tmp_path / f"map.{ending}").read_bytes()
    assert drawn.startswith(head)
    if ending == "pdf":
        assert len(re.findall(rb"/Type\s*/Page[^s]", drawn)) == 1, "a wall has one sheet"
    else:
        assert int.from_bytes(drawn[20:24]) > 900, "the height of a picture, which is that of the page, not of a window"


@pytest.mark.parametrize(
    ("asked", "scenario", "name", "language", "said"),
    [
        ("al", "all", "map.svg", None, r"(?s)no map 'al'.*Did you mean 'all'"),
        ("all", "purchse", "map.svg", None, r"(?s)no scenario 'purchse'"),
        ("all", "all", "map.docx", None, r"(?s)map\.docx.*\.mmd"),
        ("all", "all", "map.svg", "de", r"(?s)no language 'de'"),
    ],
)
def test_what_there_is_not_is_refused_with_what_there_is(
    settings: Settings, tmp_path: Path, asked: str, scenario: str, name: str, language: str | None, said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        export_map(settings, asked, tmp_path / name, scenario, language)
    assert list(tmp_path.iterdir()) == []
