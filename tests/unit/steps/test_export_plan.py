"""`journeymine export plan` writes what the page of pains shows, as a spreadsheet without formulas."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from journeymine.errors import SettingsError, WarehouseError
from journeymine.settings import Settings
from journeymine.steps.export_plan import export_plan
from journeymine.steps.publish import DATABASE
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.frames import write_frame
from tests.sql.small_warehouse import make_settings
from tests.unit.site.example_journeys import FORMULA
from tests.unit.site.example_pains import write_pains

SPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def published(tmp_path: Path) -> Settings:
    settings = make_settings().model_copy(update={"folder": tmp_path})
    night = settings.warehouse_folder / "nights" / "20260101T000000Z"
    night.mkdir(parents=True)
    with open_database(night / DATABASE) as connection:
        for table, frame in write_pains().items():
            write_frame(connection, table, frame)
    (night / "night.json").write_text("{}", encoding="utf-8")
    (settings.warehouse_folder / "current").symlink_to("nights/20260101T000000Z")
    return settings


def read_sheets(file: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(file) as archive:
        texts = ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).findall("s:si", SPACE)
        shared = ["".join(item.itertext()) for item in texts]
        names = ElementTree.fromstring(archive.read("xl/workbook.xml")).findall(".//s:sheet", SPACE)
        sheets = {}
        for number, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
            assert sheet.findall(".//s:f", SPACE) == []
            rows = [
                [
                    shared[int(cell.findtext("s:v", "", SPACE))]
                    if cell.get("t") == "s"
                    else cell.findtext("s:v", "", SPACE)
                    for cell in row.findall("s:c", SPACE)
                ]
                for row in sheet.findall(".//s:row", SPACE)
            ]
            sheets[str(name.get("name"))] = rows
    return sheets


def test_pains_delights_and_plan_are_sheets_of_their_own(published: Settings, tmp_path: Path) -> None:
    told = export_plan(published, tmp_path / "new" / "plan.xlsx")
    sheets = read_sheets(tmp_path / "new" / "plan.xlsx")
    assert told.endswith("3 pains, 1 delights, 3 actions")
    assert {name: len(rows) - 1 for name, rows in sheets.items()} == {"Pains": 3, "Delights": 1, "Plan": 3}
    assert f"'{FORMULA}" in sheets["Plan"][1]
    assert any(f"“{FORMULA}”" in cell for row in sheets["Pains"] for cell in row)


def test_what_concerns_too_few_stays_out(published: Settings, tmp_path: Path) -> None:
    strict = published.model_copy(update={"privacy": published.privacy.model_copy(update={"minimum_cell": 101})})
    export_plan(strict, tmp_path / "plan.xlsx")
    sheets = read_sheets(tmp_path / "plan.xlsx")
    assert [len(sheets[name]) for name in ("Pains", "Delights")] == [1, 1]
    assert "0.2" not in sheets["Plan"][1]


def test_another_ending_is_refused(published: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\.xlsx"):
        export_plan(published, tmp_path / "plan.xls")


def test_a_night_without_pains_says_what_to_do(published: Settings, tmp_path: Path) -> None:
    with open_database(published.warehouse_folder / "current" / DATABASE) as connection:
        connection.execute("drop table analysis.improvements")
    with pytest.raises(WarehouseError, match="journeymine run"):
        export_plan(published, tmp_path / "plan.xlsx")


def test_a_language_gives_headings_sheets_and_questions_of_its_own(published: Settings, tmp_path: Path) -> None:
    export_plan(published, tmp_path / "plan.xlsx", "pl")
    sheets = read_sheets(tmp_path / "plan.xlsx")
    assert {name: len(rows) - 1 for name, rows in sheets.items()} == {"Bolączki": 3, "Zachwyty": 1, "Plan": 3}
    assert sheets["Bolączki"][0][:2] == ["Miejsce", "Co to jest"]
    assert f"'{FORMULA}" in sheets["Plan"][1]


def test_an_unknown_language_is_refused(published: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no language 'xx'"):
        export_plan(published, tmp_path / "plan.xlsx", "xx")


@pytest.mark.parametrize("language", [None, "en"])
def test_no_sheet_tells_how_few_were_found_affected(published: Settings, tmp_path: Path, language: str | None) -> None:
    with open_database(published.warehouse_folder / "current" / DATABASE) as connection:
        connection.execute(
            "update analysis.pain_points set affected_count = 7 where pain_rank = 1 and pain_kind = 'pain'"
        )
    told = export_plan(published, tmp_path / "plan.xlsx", language)
    assert told.endswith("2 pains, 1 delights, 3 actions")
    assert not any(cell == "7" for row in read_sheets(tmp_path / "plan.xlsx")["Pains"] for cell in row)
