"""What a project's settings say of a source's columns, laid over the mapping of its kind."""

from __future__ import annotations

from dataclasses import replace

from journeymine.errors import SettingsError
from journeymine.ingest.mapping import (
    ANSWERS,
    CONTRACT_FIELDS,
    KEY_FIELDS,
    KEYLESS,
    Mapping,
    quote_name,
    quote_text,
)
from journeymine.settings import SourceSettings

TIMES = ("occurred_at", "received_at", "updated_at", "seen_at", "linked_at")
JOINED = " + "
"""Between the columns of a day and of a time of day, where a source has them apart."""


def apply_fields(mapping: Mapping, source: SourceSettings, source_name: str) -> Mapping:
    """Lay a project's `fields` over a mapping: known names replace its expressions, others become traits.

    Raises:
        SettingsError: The kind is a folder of tables, or a value is neither a column name nor a 'constant'.
    """
    if source.query is not None and (mapping.is_folder or len(mapping.tables) != 1):
        raise SettingsError(
            f"the kind {mapping.kind!r} is a folder of tables, and a query gives one",
            where=f"[sources.{source_name}].query",
            next_action="Use a kind of one table, such as events, people or feedback.",
        )
    mapping = _lay_answers(mapping, source, f"[sources.{source_name}].answers")
    if not source.fields:
        return mapping
    where = f"[sources.{source_name}].fields"
    if mapping.is_folder or len(mapping.tables) != 1:
        raise SettingsError(
            f"the kind {mapping.kind!r} is a folder of known tables, its fields cannot be changed", where=where
        )
    table = mapping.tables[0]
    output = table.outputs[0]
    fields, keys, traits = dict(output.fields), dict(output.keys), dict(output.traits)
    renames: dict[str, str] = {}
    columns: list[str] = []
    for name, value in source.fields.items():
        expression, named = _read_value(value, f"{where}: {name}", is_time=name in TIMES)
        columns += named
        if name in table.inputs:
            renames[name] = expression
        elif name in CONTRACT_FIELDS[output.contract]:
            fields[name] = expression
        elif name in KEY_FIELDS and output.contract in KEYLESS:
            raise SettingsError(f"the kind {mapping.kind!r} tells of nobody: it has no keys", where=f"{where}: {name}")
        elif name in KEY_FIELDS:
            keys[KEY_FIELDS[name]] = expression
        else:
            traits[name] = expression
    changed = replace(output, fields=fields, keys=keys, traits=traits)
    outputs = (changed, *table.outputs[1:])
    named = (*table.mapped_by_project, *columns)
    return replace(mapping, tables=(replace(table, outputs=outputs, renames=renames, mapped_by_project=named),))


def _lay_answers(mapping: Mapping, source: SourceSettings, where: str) -> Mapping:
    """Make the list `answers` of a survey's cells, one of each column that the project's `answers` names."""
    if not any(output.each == ANSWERS for table in mapping.tables for output in table.outputs):
        if source.answers:
            raise SettingsError(f"the kind {mapping.kind!r} has no columns of answers", where=where)
        return mapping
    if not source.answers:
        fix = 'Write answers = { Q1 = "nps", Q2 = "text" }, a column of the export and what it holds.'
        raise SettingsError(f"the kind {mapping.kind!r} needs to know its columns", where=where, next_action=fix)
    cells = ", ".join(
        f"{{'question': {quote_text(column)}, 'scale': {quote_text(kind)}, 'value': {quote_name(column)}}}"
        for column, kind in source.answers.items()
    )
    filled = f"list_filter([{cells}], lambda answer: trim(answer.value) <> '')"
    (table,) = mapping.tables
    outputs = tuple(replace(output, each=filled) if output.each == ANSWERS else output for output in table.outputs)
    return replace(mapping, tables=(replace(table, outputs=outputs, mapped_by_project=tuple(source.answers)),))


def _read_value(value: str, where: str, *, is_time: bool) -> tuple[str, tuple[str, ...]]:
    """Return the SQL of a `fields` value and the columns it names: none for a constant, two for "date + time"."""
    text = value.strip()
    if text.startswith("'"):
        if len(text) < 2 or not text.endswith("'") or "'" in text[1:-1].replace("''", ""):
            raise SettingsError(f"{value!r} is no constant: write it as 'text', a quote inside as ''", where=where)
        return text, ()
    if not text:
        raise SettingsError("the column name is empty", where=where)
    day, plus, hour = text.partition(JOINED)
    if is_time and plus:
        return f"nullif(concat_ws(' ', nullif({quote_name(day)}, ''), nullif({quote_name(hour)}, '')), '')", (day, hour)
    return quote_name(text), (text,)
