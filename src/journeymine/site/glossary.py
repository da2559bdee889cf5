"""The data dictionary: every published table and column, what it means, and where it stands; searched in the page."""

from __future__ import annotations

import polars as pl

from journeymine.site.page import Content, Evidence, Page, SiteContext, Tables
from journeymine.site.words import mark

LAYERS = {
    "core": mark("Core: customers, events, sessions, journeys and their steps"),
    "marts": mark("Marts: counts and measures of what happened"),
    "analysis": mark("Analysis: what methods made of them"),
    "report": mark("Report: what the pages of this site read"),
    "meta": mark("Meta: the nights themselves"),
    "raw": mark("Raw: files as they were landed"),
}
"""Schemas from what is asked for most to what is asked for least."""


def list_layers(dictionary: pl.DataFrame) -> list[dict[str, object]]:
    """List the layers with their tables, each with what one row is and the names of its columns in order."""
    layers: list[dict[str, object]] = []
    for layer, title in LAYERS.items():
        own = dictionary.filter(pl.col("dictionary_table").str.starts_with(f"{layer}.")).sort(
            "dictionary_table", "column_index"
        )
        tables = [
            {"name": str(name), "row": rows["row_meaning"][0], "columns": rows["dictionary_column"].to_list()}
            for (name,), rows in own.group_by("dictionary_table", maintain_order=True)
        ]
        if tables:
            layers.append({"name": layer, "title": title, "tables": tables})
    return layers


def list_columns(dictionary: pl.DataFrame) -> list[dict[str, object]]:
    """List each column name once, with its types, its meaning and how many tables have it."""
    named = dictionary.sort("dictionary_table").group_by("dictionary_column", maintain_order=True)
    counted = named.agg(
        pl.col("column_type").unique().sort().str.join(", "),
        pl.col("column_meaning").drop_nulls().first(),
        pl.col("dictionary_table").first(),
        pl.len().alias("table_count"),
    )
    return counted.sort("dictionary_column").to_dicts()


def render_glossary(tables: Tables, context: SiteContext) -> Content:
    """Fill the list of tables and the list of columns."""
    _ = context.words.gettext
    dictionary = tables["meta.data_dictionary"]
    columns = list_columns(dictionary)
    evidence = (
        Evidence(
            _("Tables and columns"),
            "meta.data_dictionary",
            dictionary.height,
            _("columns of tables"),
            _("the comments that the database itself holds on its tables and columns"),
        ),
    )
    variables = {
        "layers": list_layers(dictionary),
        "columns": columns,
        "table_count": dictionary["dictionary_table"].n_unique(),
    }
    return Content(variables, evidence)


PAGE = Page(
    name="glossary",
    title="Data dictionary",
    description="Every table and column of the warehouse, and what it means.",
    needed=("meta.data_dictionary",),
    scripts=("download.js", "tables.js", "glossary.js"),
    render=render_glossary,
)
