"""Cells of CSV files, which are often opened by a spreadsheet: no text of them is a formula."""

from __future__ import annotations

import polars as pl

FORMULA = r"^[=+\-@\t\r]"
"""How a text begins that a spreadsheet runs."""
NUMBER = r"[-+]?[0-9]+([.,][0-9]+)?\s?%?"
"""A number written as text begins so too, and is none."""
_NESTED = ("STRUCT", "MAP", "JSON")


def neutralise_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before each text of a frame that a spreadsheet would run; numbers stay.

    >>> neutralise_texts(pl.DataFrame({"text": ["=1+1", "-2.5", "a = b", None]}))["text"].to_list()
    ["'=1+1", '-2.5', 'a = b', None]
    """
    texts = {name: pl.col(name) for name, kind in frame.schema.items() if kind == pl.String}
    return frame.with_columns(
        pl.when(text.str.contains(FORMULA) & ~text.str.contains(f"^{NUMBER}$"))
        .then(pl.concat_str(pl.lit("'"), text))
        .otherwise(text)
        .alias(name)
        for name, text in texts.items()
    )


def write_cell(name: str, kind: str) -> str:
    """Write, as SQL, what a column of a table is in CSV: lists as JSON, and of texts what neutralise_texts makes."""
    if kind.endswith("[]") or kind.startswith(_NESTED):
        return f'to_json("{name}")::varchar as "{name}"'
    if kind != "VARCHAR":
        return f'"{name}"'
    is_run = f"regexp_matches(\"{name}\", '{FORMULA}') and not regexp_full_match(\"{name}\", '{NUMBER}')"
    return f'if({is_run}, chr(39) || "{name}", "{name}") as "{name}"'
