"""The JSON Schemas in docs/ are those of the settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from journeymine.cli.schema import render_schemas

DOCS = Path(__file__).parents[3] / "docs"


@pytest.mark.parametrize("name", sorted(render_schemas()))
def test_schema_in_docs_is_current(name):
    """`python -m journeymine.cli.schema docs` writes it."""
    assert (DOCS / name).read_text(encoding="utf-8") == render_schemas()[name]


def test_schema_holds_the_keys_of_the_file_and_no_others():
    schema = json.loads(render_schemas()["journeymine.schema.json"])
    assert sorted(schema["properties"]) == [
        "attribution",
        "churn",
        "contacts",
        "costs",
        "friction",
        "goals",
        "identity",
        "journeys",
        "key_moments",
        "lanes",
        "limits",
        "map",
        "maps",
        "owners",
        "pains",
        "personas",
        "planned",
        "privacy",
        "process_models",
        "project",
        "scenarios",
        "segment_sets",
        "segments",
        "sessions",
        "sources",
        "stages",
        "traffic",
        "voice",
        "warehouse",
    ]
    assert schema["additionalProperties"] is False
    assert sorted(schema["required"]) == ["project", "sources"]


def test_every_reference_of_a_schema_leads_somewhere_and_every_definition_is_used():
    for text in render_schemas().values():
        schema = json.loads(text)
        used = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
        assert used == set(schema["$defs"])
