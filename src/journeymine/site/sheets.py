"""Spreadsheets: tables as sheets of one XLSX file, whose cells are texts, numbers and days and never formulas."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a text for a formula, here or once it is saved as CSV."""
LONGEST_NAME = 31
WIDEST = 60
_CREATED = datetime(1980, 1, 1)
"""What every file says of its making, so that equal frames make equal files."""


def neutralise(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run.

    >>> neutralise("=1+1"), neutralise("2 = 2")
    ("'=1+1", '2 = 2')
    """
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def write_sheets(file: Path, sheets: Mapping[str, pl.DataFrame]) -> None:
    """Write each frame as a sheet with its column names as a heading that stays in sight: same frames, same bytes.

    Args:
        file: Where to write; replaced if there.
        sheets: Frames by the sheet's name (at most 31 letters); times are UTC.
    """
    from xlsxwriter import Workbook

    # Texts are never read as formulas, links or numbers, whatever they look like.
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(str(file), {**plain, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": _CREATED})
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name[:LONGEST_NAME])
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(frame.columns):
                sheet.write_string(0, column, neutralise(title), heading)
                sheet.set_column(column, column, _find_width(frame[title]))
            for index, row in enumerate(frame.iter_rows(), 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(index, column, neutralise(value), wrapped)
                    elif isinstance(value, bool):
                        sheet.write_boolean(index, column, value)
                    elif isinstance(value, (int, float)):
                        sheet.write_number(index, column, value)
                    elif value is not None:
                        sheet.write_datetime(index, column, value)
            sheet.autofilter(0, 0, frame.height, max(0, frame.width - 1))


def _find_width(values: pl.Series) -> int:
    longest = values.cast(pl.String, strict=False).str.len_chars().max()
    return min(WIDEST, max(len(values.name), longest if isinstance(longest, int) else 0) + 2)
