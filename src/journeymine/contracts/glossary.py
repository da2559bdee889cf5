"""The glossary: every column name of the warehouse, described once in sql/columns/LAYER.toml or LAYER_SUBJECT.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from journeymine.errors import WarehouseError

LAYERS = ("raw", "staging", "core", "marts", "analysis", "report", "meta")
"""Left to right as the data flow; a column is described in the leftmost layer it appears in."""


@dataclass(frozen=True)
class Column:
    """What a column name means wherever it appears."""

    name: str
    layer: str
    type: str
    meaning: str
    unit: str | None = None


def find_column_files(columns_folder: Path) -> list[tuple[str, Path]]:
    """Find the files of descriptions with the layer of each, in layer order: core.toml, core_privacy.toml, ..."""
    return [
        (layer, path)
        for layer in LAYERS
        for path in sorted((*columns_folder.glob(f"{layer}.toml"), *columns_folder.glob(f"{layer}_*.toml")))
    ]


def read_glossary(columns_folder: Path) -> dict[str, Column]:
    """Read all column descriptions, in layer order.

    Args:
        columns_folder: The folder that holds raw.toml, core.toml, ...

    Raises:
        WarehouseError: A column is described twice or lacks its type or meaning.
    """
    glossary: dict[str, Column] = {}
    for layer, path in find_column_files(columns_folder):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise WarehouseError(f"not valid TOML: {error}", where=str(path)) from error
        for name, entry in document.items():
            where = f"{path}: [{name}]"
            if name in glossary:
                raise WarehouseError(f"described already in layer {glossary[name].layer}", where=where)
            unknown = set(entry) - {"type", "unit", "meaning"}
            if unknown or not entry.get("type") or not entry.get("meaning"):
                raise WarehouseError(
                    "a column has a type, a meaning and, where it has one, a unit; nothing else",
                    where=where,
                    allowed=("type", "unit", "meaning"),
                )
            glossary[name] = Column(name, layer, entry["type"], entry["meaning"], entry.get("unit"))
    return glossary
