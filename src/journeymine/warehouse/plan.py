"""Put the models in order, by what each of them reads."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from journeymine.errors import WarehouseError, find_nearest
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.sqlfiles import Model
from journeymine.warehouse.statements import write_text

# Table functions that read no table and no file; anything else would hide an input from the plan.
_FUNCTIONS = {"range", "generate_series", "unnest"}


@dataclass(frozen=True)
class Plan:
    """The models in an order in which each comes after what it reads.

    `shared` are made once, before any customer's rows; `per_customer` are the models of scope customer and additive
    and the views between them, which can be made for some customers alone; `final` come after those.
    """

    shared: tuple[Model, ...]
    per_customer: tuple[Model, ...]
    final: tuple[Model, ...]

    @property
    def models(self) -> tuple[Model, ...]:
        """All models in order."""
        return (*self.shared, *self.per_customer, *self.final)

    @property
    def needed(self) -> tuple[Model, ...]:
        """The customers' tables, in order, and those views among them that one of these tables reads."""
        needed = {model.table for model in self.per_customer if model.kind != "view"}
        for model in reversed(self.per_customer):
            if model.table in needed:
                needed.update(model.inputs)
        return tuple(model for model in self.per_customer if model.table in needed)

    @property
    def customer_inputs(self) -> tuple[str, ...]:
        """What `needed` reads that is not one of them: shared tables and what is given."""
        own = {model.table for model in self.needed}
        return tuple(sorted({name for model in self.needed for name in model.inputs} - own))

    @property
    def kept_inputs(self) -> tuple[str, ...]:
        """What rows that a night may keep are made of besides customers' own: none of it may have changed."""
        others = {name for model in self.final if model.scope == "variant" for name in model.inputs}
        return tuple(sorted({*self.customer_inputs, *(others - {model.table for model in self.per_customer})}))


def read_plan(connection: Connection, models: Iterable[Model], given: Collection[str]) -> Plan:
    """Read what every model reads, and order them.

    Args:
        connection: Any open database; it only parses.
        models: Model files and models made by Python.
        given: Tables that exist without a model, such as raw.events and seed.stages.

    Raises:
        WarehouseError: A table is unknown, models read each other in a circle, or a scope cannot hold.
    """
    known = {model.table: replace(model, inputs=read_inputs(connection, model)) for model in models}
    for model in known.values():
        for name in model.inputs:
            if name not in known and name not in given:
                nearest = find_nearest(name, [*known, *given])
                raise WarehouseError(
                    f"reads {name}, which no file makes",
                    where=str(model.file or model.table),
                    next_action=f"Did you mean {nearest}?" if nearest else None,
                )
    try:
        order = tuple(TopologicalSorter({name: model.inputs for name, model in known.items()}).static_order())
    except CycleError as error:
        circle = " -> ".join(reversed(error.args[1]))
        raise WarehouseError(f"models read each other in a circle: {circle}") from error
    ordered = [known[name] for name in order if name in known]
    return _split_by_scope(ordered)


def find_late(models: Iterable[Model]) -> frozenset[str]:
    """Find the tables that are not made before an analysis: those of schema analysis, and what reads them.

    A scaffold that only they read is made among them, since the build drops its own.

    Args:
        models: Models with their inputs, in any order.
    """
    known = {model.table: model for model in models}
    readers: dict[str, set[str]] = {table: set() for table in known}
    for model in known.values():
        for name in model.inputs:
            readers.setdefault(name, set()).add(model.table)
    late = {table for table in known if table.startswith("analysis.")}
    while True:
        more = {
            table
            for table, model in known.items()
            if table not in late
            and (
                any(name in late or name.startswith("analysis.") for name in model.inputs)
                or (model.kind == "scaffold" and readers[table] and readers[table] <= late)
            )
        }
        if not more:
            return frozenset(late)
        late |= more


def read_inputs(connection: Connection, model: Model) -> tuple[str, ...]:
    """Read the tables a model reads: those it declares, else from its parsed SQL.

    Raises:
        WarehouseError: The SQL is not one SELECT, names a table without its schema, or reads a file.
    """
    if model.make is not None or model.inputs:
        return model.inputs
    known = (model.sql, model.kind)
    if known not in _READ:
        _READ[known] = _read_sql(connection, model)
    return _READ[known]


_READ: dict[tuple[str, str], tuple[str, ...]] = {}
"""What each SELECT was found to read: build and analysis read the same files, night after night the same text."""


def _read_sql(connection: Connection, model: Model) -> tuple[str, ...]:
    where = str(model.file or model.table)
    [(text,)] = connection.execute(f"select json_serialize_sql({write_text(model.sql)})").fetchall()
    tree = json.loads(text)
    if tree["error"]:
        raise WarehouseError(
            f"cannot be parsed: {tree['error_message']}",
            where=_find_line(model, tree),
            next_action="A model file is one SELECT; pivot cannot be used in it.",
        )
    if len(tree["statements"]) != 1:
        raise WarehouseError("holds several statements; a model file is one SELECT", where=where)
    if model.kind == "view" and '"function_name":"getvariable"' in text:
        raise WarehouseError(
            "a view reads a variable, which whoever opens the file has not set",
            where=where,
            next_action="Make it a table, or read the value from a table.",
        )
    return tuple(sorted(set(_find_tables(tree, frozenset(), where))))


def _find_line(model: Model, tree: dict[str, object]) -> str:
    position = str(tree.get("position", ""))
    line = f":{model.sql[: int(position)].count(chr(10)) + 1}" if position.isdigit() else ""
    return f"{model.file or model.table}{line}"


def _find_tables(node: object, names: frozenset[str], where: str) -> Iterator[str]:
    """Yield the tables below a node of the parsed SQL; `names` are the common table expressions in sight."""
    if isinstance(node, list):
        for child in node:
            yield from _find_tables(child, names, where)
    if not isinstance(node, dict):
        return
    entries = node.get("cte_map", {}).get("map", []) if isinstance(node.get("cte_map"), dict) else []
    names |= {entry["key"].lower() for entry in entries}
    if node.get("type") == "BASE_TABLE" and node.get("schema_name") != "recurring":
        schema, table = node["schema_name"].lower(), node["table_name"].lower()
        if schema and not node.get("catalog_name"):
            yield f"{schema}.{table}"
        elif schema or table not in names:
            raise WarehouseError(
                f"reads '{table}'; write tables as schema.table, and every other name in a `with`", where=where
            )
    if node.get("type") == "TABLE_FUNCTION" and node["function"]["function_name"].lower() not in _FUNCTIONS:
        what = f"reads through {node['function']['function_name']}(), which hides what it reads"
        raise WarehouseError(what, where=where, allowed=sorted(_FUNCTIONS))
    for child in node.values():
        yield from _find_tables(child, names, where)


def _split_by_scope(ordered: list[Model]) -> Plan:
    """Split into what comes before, within and after the customers' own models.

    Raises:
        WarehouseError: A customer's model needs a table that is made of all customers' rows.
    """
    scopes = {model.table: model.scope for model in ordered}
    after: set[str] = set()  # made of customers' rows, and not per customer themselves
    within: set[str] = set()
    for model in ordered:
        reads_after = sorted(after & set(model.inputs))
        reads_within = within & set(model.inputs)
        if model.is_per_customer:
            summed = sorted(name for name in model.inputs if scopes.get(name) == "additive")
            if reads_after or summed:
                name = (reads_after or summed)[0]
                raise WarehouseError(
                    f"scope is {model.scope}, but it reads {name}, which is made of all customers' rows",
                    where=str(model.file or model.table),
                    next_action="Make it `scope: all`, or read the customers' own tables.",
                )
            within.add(model.table)
        elif model.scope == "variant" and reads_after:
            raise WarehouseError(
                f"scope is variant, but it reads {reads_after[0]}, which is made anew every night",
                where=str(model.file or model.table),
                next_action="Make it `scope: all`, or read the customers' own tables and sums.",
            )
        elif model.kind == "view" and reads_within and not reads_after:
            within.add(model.table)
        elif reads_within or reads_after:
            after.add(model.table)
    return Plan(
        shared=tuple(model for model in ordered if model.table not in within | after),
        per_customer=tuple(model for model in ordered if model.table in within),
        final=tuple(model for model in ordered if model.table in after),
    )
