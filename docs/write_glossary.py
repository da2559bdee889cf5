"""Write GLOSSARY.md from docs/terms.toml and the columns described in sql/columns; `make glossary` runs it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from journeymine.contracts.glossary import LAYERS, read_glossary

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Glossary

What our words and columns mean. Written by `make glossary` from `docs/terms.toml` and `sql/columns`; change those.
A name means the same in every table. Units are in the name or in the type: `_seconds`, `_days`, `_count`, `_share`
(0 to 1), `_at` (a moment, UTC), `_index` and `_rank` (from 1), `_amount` (beside `currency_code`).
"""


def render_glossary(root: Path = ROOT) -> str:
    """Render the whole document: the terms in their order, then each layer's columns by name."""
    terms = tomllib.loads((root / "docs/terms.toml").read_text(encoding="utf-8"))
    parts = [HEAD, "\n## Terms\n\n"]
    parts += [f"**{term}** {_tidy(meaning)}\n\n" for term, meaning in terms.items()]
    glossary = read_glossary(root / "sql/columns")
    for layer in LAYERS:
        columns = {name: column for name, column in glossary.items() if column.layer == layer}
        if not columns:
            continue
        parts.append(f"## Columns first met in `{layer}`\n\n| column | type | unit | meaning |\n|---|---|---|---|\n")
        for name, column in sorted(columns.items()):
            parts.append(f"| `{name}` | {column.type} | {column.unit or ''} | {_tidy(column.meaning)} |\n")
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / "GLOSSARY.md").write_text(render_glossary(), encoding="utf-8")
