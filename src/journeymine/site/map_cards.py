"""A journey map for other tools: cards for whiteboards, the grid of a spreadsheet, a journey diagram of Mermaid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from journeymine.site.sheets import neutralise
from journeymine.site.words import Words, mark

COLORS: Mapping[str, str] = {
    "mind": "#e6def5",
    "deed": "#d9e8fb",
    "bad": "#fbdcd6",
    "key": "#fdeec4",
    "fact": "#e8e8e4",
    "good": "#d6efdf",
    "word": "#f6e9dc",
    "own": "#dceff2",
}
"""The colour of a card by the tone of its lane; dark text is readable on each."""
EMOTIONS = {"valence": mark("feeling, from -1 to 1"), "friction": mark("friction")}
_OWN_SIGNS = re.compile("[:;#,%<>]")
MAP = dict[str, Any]
"""A map as the page of journey maps describes it: title, stages, lanes with a cell a stage, each with its items."""


def tell_item(item: Mapping[str, Any], words: Words) -> str:
    """Tell an item in one line: words, figure with interval, how many, of what kind, who wrote it, what is done."""
    text = words.translate(EMOTIONS[item["plain"]]) if item["lane"] == "emotion" else item["text"]
    parts = [f"{item['figure']} ({item['interval']})" if item["interval"] else item["figure"], item["coverage_text"]]
    if item["n_text"] and not item["is_human"]:
        parts.append(f"n = {item['n_text']}")
    parts += [item["kind_text"], item["written_by"] or ""]
    parts += [f"{action['status']}: {action['action']}" for action in item["actions"]]
    told = " · ".join(dict.fromkeys(part for part in parts if part and part != text))
    return f"{text} — {told}" if told else text


def list_sheets(drawn: MAP, map_evidence: pl.DataFrame, words: Words) -> dict[str, pl.DataFrame]:
    """List the sheets of a workbook: the map as a grid, its items as cards, and the queries behind them."""
    return {
        words.gettext("Journey map"): list_grid(drawn, words),
        words.gettext("Cards"): list_cards(drawn, words),
        words.gettext("Evidence"): map_evidence,
    }


def list_cards(drawn: MAP, words: Words) -> pl.DataFrame:
    """List the map's items as cards, one row each: stage, lane, text, colour; texts are never formulas."""
    headings = (words.gettext("Stage"), words.gettext("Lane"), words.gettext("Text"), words.gettext("Colour"))
    rows = [
        (*(neutralise(text) for text in (stage["title"], lane["title"], tell_item(item, words))), COLORS[lane["tone"]])
        for index, stage in enumerate(drawn["stages"])
        for lane in drawn["lanes"]
        for item in lane["cells"][index]["items"]
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row")


def list_grid(drawn: MAP, words: Words) -> pl.DataFrame:
    """Lay the map out as a sheet: a row a lane, a column a stage, the items of a cell below one another."""
    empty = words.gettext("not evidenced")
    titles = _tell_apart([words.gettext("Lane"), *(stage["title"] for stage in drawn["stages"])])
    rows = [
        [
            lane["title"],
            *("\n".join(tell_item(item, words) for item in cell["items"]) or empty for cell in lane["cells"]),
        ]
        for lane in drawn["lanes"]
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(titles, pl.String), orient="row")


def write_mermaid(drawn: MAP, words: Words) -> str:
    """Write the map as a `journey` diagram: a section a stage, its steps as tasks, scored by the stage's feeling.

    Mermaid's scores go from 1 to 5 and cannot be left out: -1..1 is brought to them, and a stage of which nobody said
    anything gets the middle, with a word that says so.
    """
    lines = ["journey", f"    title {_clean(drawn['title'])}"]
    unfelt = words.gettext("feeling not evidenced")
    lanes = {lane["lane"]: lane["cells"] for lane in drawn["lanes"]}
    for index, stage in enumerate(drawn["stages"]):
        lines.append(f"    section {_clean(stage['title'])}")
        felt = [item["value"] for item in lanes["emotion"][index]["items"] if item["plain"] == "valence"]
        score = round(3 + 2 * felt[0]) if felt else 3
        suffix = "" if felt else f" ({unfelt})"
        who = _clean(drawn["audience_title"])
        steps = lanes["steps"][index]["items"]
        lines += [f"      {_clean(item['text'])}{suffix}: {score}: {who}" for item in steps]
    return "\n".join(lines) + "\n"


def _clean(text: str) -> str:
    """Take out what Mermaid reads as its own signs."""
    return " ".join(_OWN_SIGNS.sub(" ", text).split()) or "-"


def _tell_apart(titles: list[str]) -> list[str]:
    """Number titles that were there before, since columns of a sheet have names of their own."""
    told: list[str] = []
    for title in titles:
        names = (title, *(f"{title} ({number})" for number in range(2, len(titles) + 2)))
        told.append(next(name for name in names if name not in told))
    return told
