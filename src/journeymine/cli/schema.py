"""The JSON Schemas of a project's two files, for editors that complete and check, and of a map written as JSON.

`python -m journeymine.cli.schema FOLDER` writes them; docs/ holds them, and a test keeps them current.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from journeymine.contracts.map_file import MapFile
from journeymine.rules import TouchpointSettings
from journeymine.settings import SETTINGS_FILE, TOUCHPOINTS_FILE, Settings

_NOT_IN_THE_FILE = {"folder": "Path", "touchpoints": "TouchpointSettings"}


def render_schemas() -> dict[str, str]:
    """Render each schema as JSON text, by the name of its file."""
    settings = Settings.model_json_schema()
    for key, definition in _NOT_IN_THE_FILE.items():
        settings["properties"].pop(key)
        settings["$defs"].pop(definition, None)
    for definition in ("TouchpointRule", "IgnoreRule"):
        settings["$defs"].pop(definition)
    return {
        SETTINGS_FILE.replace(".toml", ".schema.json"): _write(settings, f"A project of journeymine: {SETTINGS_FILE}"),
        TOUCHPOINTS_FILE.replace(".toml", ".schema.json"): _write(
            TouchpointSettings.model_json_schema(), f"Touchpoint rules of journeymine: {TOUCHPOINTS_FILE}"
        ),
        "journey-map.schema.json": _write(MapFile.model_json_schema(), "A journey map of journeymine, written as JSON"),
    }


def _write(schema: dict[str, Any], title: str) -> str:
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, text in render_schemas().items():
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")
