"""Spreadsheets hold what frames hold, and nothing that a spreadsheet would run."""

from __future__ import annotations

import zipfile
from datetime import date
from xml.etree import ElementTree

import polars as pl
import pytest

from journeymine.site.map_cards import list_grid
from journeymine.site.sheets import neutralise, write_sheets
from journeymine.site.words import ENGLISH

SPACE = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
FRAME = pl.DataFrame(
    {"=name": ["=1+1", "@x", "plain", None], "count": [1, 2, 3, 4], "on": [date(2026, 1, 1), None, None, None]}
)


def read_part(file, part):
    with zipfile.ZipFile(file) as archive:
        return ElementTree.fromstring(archive.read(part))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(sign):
    assert neutralise(f"{sign}cmd") == f"'{sign}cmd"
    assert neutralise(f"a{sign}cmd") == f"a{sign}cmd"


def test_no_cell_is_a_formula_and_every_text_stays_a_text(tmp_path):
    file = tmp_path / "a.xlsx"
    write_sheets(file, {"First": FRAME, "Second": FRAME.head(0)})
    sheet = read_part(file, "xl/worksheets/sheet1.xml")
    assert sheet.findall(".//s:f", SPACE) == []
    texts = ["".join(item.itertext()) for item in read_part(file, "xl/sharedStrings.xml").findall("s:si", SPACE)]
    assert texts == ["'=name", "count", "on", "'=1+1", "'@x", "plain"]
    numbers = [
        cell.findtext("s:v", namespaces=SPACE) for cell in sheet.findall(".//s:c", SPACE) if cell.get("t") != "s"
    ]
    assert numbers == ["1", "46023", "2", "3", "4"]  # a day is the number of days since 1900 began
    assert [sheet.get("name") for sheet in read_part(file, "xl/workbook.xml").findall(".//s:sheet", SPACE)] == [
        "First",
        "Second",
    ]


def test_same_frames_make_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_sheets(tmp_path / name, {"First": FRAME})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_stages_of_one_title_or_of_that_of_the_lanes_have_columns_of_their_own() -> None:
    stages = [{"title": title} for title in ("Lane", "Buy", "Buy", "Buy (2)")]
    drawn = {"stages": stages, "lanes": [{"title": "Pains", "cells": [{"items": []}] * len(stages)}]}
    assert list_grid(drawn, ENGLISH).columns == ["Lane", "Lane (2)", "Buy", "Buy (2)", "Buy (2) (2)"]
