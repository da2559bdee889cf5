"""The files of this checkout, as the house tests read them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE_ENDINGS = {".py", ".sql", ".toml", ".js", ".css", ".html", ".jinja", ".yaml", ".yml"}
TEXT_ENDINGS = CODE_ENDINGS | {".md", ".txt", ".ipynb", ".lock"}


@cache
def find_files(*patterns: str) -> tuple[Path, ...]:
    """Find what git keeps or would keep that matches any of the patterns, relative to the root; not vendored code."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    paths = sorted({Path(name) for name in listed if name})
    return tuple(path for path in paths if (ROOT / path).is_file() and "vendor" not in path.parts)


def find_texts() -> tuple[Path, ...]:
    """Find every text file that a person wrote: code, SQL, settings, documents."""
    return tuple(path for path in find_files() if path.suffix in TEXT_ENDINGS or path.parts[0] in {".ci", "Makefile"})


def read_text(path: Path) -> str:
    """Read a file of the checkout by its relative path."""
    return (ROOT / path).read_text(encoding="utf-8")
