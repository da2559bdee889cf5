"""The first lines of a file, for whoever only wants a look."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from journeymine.ingest.repair import open_named_copy
from journeymine.ingest.scan import find_compression, find_format, open_bytes

SAMPLED_LINES = 20_000
"""Of a file larger than SAMPLED_BYTES only its first lines are looked at."""
SAMPLED_BYTES = 16 << 20


@contextmanager
def open_sample(path: Path, encoding: str = "utf-8", sampled_lines: int = SAMPLED_LINES) -> Iterator[tuple[Path, bool]]:
    """Yield the file itself when it is small or cannot be cut by lines, else a copy of its first lines without a name.

    Parquet has no lines, and in UTF-16 a line end takes two bytes. The second value tells whether it is a copy.
    """
    is_wide = encoding.lower().replace("_", "-").startswith(("utf-16", "utf16"))
    if path.stat().st_size <= SAMPLED_BYTES or find_format(path) == "parquet" or is_wide:
        yield path, False
        return
    suffixes = [suffix for suffix in path.suffixes if suffix != path.suffixes[-1] or not find_compression(path)]
    with open_named_copy("".join(["sample", *suffixes[-1:]])) as (copy, name), open_bytes(path) as file:
        copy.writelines(itertools.islice(file, sampled_lines))
        copy.flush()
        yield name, True
