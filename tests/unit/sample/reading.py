"""Read what a sample wrote."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read_lines(file: Path) -> list[str]:
    """Read the physical lines of a delivered file, packed or not."""
    content = file.read_bytes()
    return (gzip.decompress(content) if file.suffix == ".gz" else content).decode().splitlines()


def read_all(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder: relative name -> bytes, unpacked."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    contents = ((path, path.read_bytes()) for path in files)
    return {
        str(path.relative_to(folder)): gzip.decompress(content) if path.suffix == ".gz" else content
        for path, content in contents
    }


def read_table(file: Path) -> list[dict[str, str]]:
    """Read a CSV file's whole rows; lines with too few fields are left out."""
    rows = csv.DictReader(read_lines(file))
    return [row for row in rows if None not in row.values() and None not in row]


def read_events(folder: Path) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Read web events of all drops: the name of the drop, and the event or None where the line is no JSON."""
    for file in sorted(folder.glob("drops/*/ga4_events.jsonl.gz")):
        for line in read_lines(file):
            try:
                yield file.parent.name, json.loads(line)
            except json.JSONDecodeError:
                yield file.parent.name, None
