"""Which persona is which: an id given once to a segment, kept over nights, and followed through splits and merges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

FOLLOWS_FROM = 0.5
"""Share of a split segment's customers from which the part that holds them goes on as the persona."""

IDENTITY_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "persona_id": pl.String,
    "segment_id": pl.String,
    "persona_status": pl.String,
    "merged_into": pl.String,
    "name_parts": pl.List(pl.String),
    "persona_note": pl.String,
}


@dataclass
class _Book:
    """The personas ever given, in their order, and which segment each holds."""

    rows: dict[str, dict[str, object]] = field(default_factory=dict)

    def find_holder(self, segment_id: object) -> str | None:
        held = (name for name, row in self.rows.items() if row["segment_id"] == segment_id and _is_alive(row))
        return next(held, None)


def _is_alive(row: Mapping[str, object]) -> bool:
    return row["persona_status"] in ("current", "resting")


def assign_personas(
    segment_ids: Sequence[str],
    stable_ids: Sequence[str],
    last_ids: pl.DataFrame | None,
    moves: pl.DataFrame,
    answers: Mapping[str, str],
    written: Collection[str] = (),
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Assign personas to tonight's segments.

    Args:
        segment_ids: Tonight's segments, stable or not.
        stable_ids: Those that may be personas, the largest first; none where personas are refused.
        last_ids: The book of last night (see Returns); None on the first.
        moves: from_segment_id, to_segment_id, customer_count: customers of last night's segments in tonight's.
        answers: persona_id -> the segment that people say it is. The persona that holds it by then, since a segment is
            not left without a card until people answer, is merged into it, unless people wrote of that one, too.
        written: Personas of which people wrote.

    Returns:
        The book of all personas ever given: persona_id, segment_id (the last one it was), persona_status - current;
        resting (its segment is there, but no persona tonight); merged (its segment went into that of merged_into); lost
        (nobody can tell) - and persona_note, what happened to it tonight. And the questions people must answer.
    """
    book = _Book()
    for row in [] if last_ids is None else last_ids.sort("persona_id").iter_rows(named=True):
        book.rows[row["persona_id"]] = {**row, "persona_note": ""}
    questions = list(_answer(book, answers, segment_ids, written))
    if segment_ids:
        for name in [name for name, row in book.rows.items() if _is_alive(row)]:
            if book.rows[name]["segment_id"] not in segment_ids:
                questions += _follow(book, name, moves, segment_ids)
    for row in book.rows.values():
        if _is_alive(row):
            row["persona_status"] = "current" if row["segment_id"] in stable_ids else "resting"
    number = max((int(name.removeprefix("p")) for name in book.rows), default=0)
    for segment_id in stable_ids:
        if book.find_holder(segment_id) is None:
            number += 1
            book.rows[f"p{number:02d}"] = {
                "persona_id": f"p{number:02d}",
                "segment_id": segment_id,
                "persona_status": "current",
                "merged_into": None,
                "name_parts": [],
                "persona_note": "New tonight.",
            }
    return pl.DataFrame(list(book.rows.values()), schema=IDENTITY_SCHEMA), tuple(questions)


def _answer(
    book: _Book, answers: Mapping[str, str], segment_ids: Sequence[str], written: Collection[str]
) -> Iterator[str]:
    for name, segment_id in sorted(answers.items()):
        row = book.rows.get(name)
        if row is None or (row["segment_id"] == segment_id and _is_alive(row)):
            continue
        holder = book.find_holder(segment_id)
        if segment_id not in segment_ids:
            yield f"overlay/personas.toml says that {name} is {segment_id}, which is no segment tonight."
        elif holder in written:
            yield f"overlay/personas.toml says that {name} is {segment_id}, but that is {holder}, of which it tells."
        else:
            if holder is not None:
                told = f"Segment {segment_id} is {name}, as people say."
                book.rows[holder].update(persona_status="merged", merged_into=name, persona_note=told)
            row.update(segment_id=segment_id, persona_status="resting", merged_into=None)
            row["persona_note"] = f"Is {segment_id} now, as people say."


def _follow(book: _Book, name: str, moves: pl.DataFrame, segment_ids: Sequence[str]) -> Iterator[str]:
    """Find where the customers of a segment that is no more have gone, and go there if more than half went together."""
    row = book.rows[name]
    gone = str(row["segment_id"])
    parts = moves.filter((pl.col("from_segment_id") == gone) & pl.col("to_segment_id").is_in(segment_ids))
    parts = parts.sort("customer_count", "to_segment_id", descending=[True, False])
    total = int(moves.filter(pl.col("from_segment_id") == gone)["customer_count"].sum())
    if not parts.is_empty() and parts["customer_count"][0] > FOLLOWS_FROM * total:
        target, share = parts["to_segment_id"][0], parts["customer_count"][0] / total
        holder = book.find_holder(target)
        told = f"Segment {gone} is no more: {share:.0%} of its customers are in {target}"
        if holder is None:
            row.update(segment_id=target, persona_note=f"{told}, which this persona follows.")
        else:
            row.update(persona_status="merged", merged_into=holder, persona_note=f"{told}, which is {holder}.")
        return
    among = f"its customers went to {', '.join(parts['to_segment_id'])}"
    if parts.is_empty():
        among = f"last night had no such segment; tonight's are {', '.join(segment_ids)}"
    row["persona_status"] = "lost"
    row["persona_note"] = f"Segment {gone} is no more, and no part of it holds most of its customers."
    answer = f'write segment = "..." under [persona.{name}] of overlay/personas.toml'
    yield f"Which segment is {name} now? {gone} is no more, and {among}: {answer}."
