"""What a build is made of: model files, tables made by Python, settings as seed tables, and the hash of that code."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import polars as pl

from journeymine.identity.components import (
    COMPONENT_TABLES,
    LIKELY_INPUTS,
    LIKELY_TABLE,
    link_likely_components,
    link_nodes,
)
from journeymine.identity.groups import GROUP_INPUTS, GROUP_TABLE, group_customers
from journeymine.identity.probabilistic import MATCH_INPUTS, MATCH_TABLE, match_records
from journeymine.identity.seeds import build_identity_seeds
from journeymine.improve.seeds import build_improvement_seeds
from journeymine.journeymap.seeds import build_map_seeds
from journeymine.journeys.model_slices import build_model_seeds
from journeymine.journeys.plans import build_plan_seeds
from journeymine.journeys.seeds import build_journey_seeds
from journeymine.moments.seeds import build_moment_seeds
from journeymine.settings import Settings
from journeymine.touchpoints.channels import build_channel_seeds
from journeymine.touchpoints.rules import build_rule_seeds
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.delta import list_previous
from journeymine.warehouse.plan import Plan, find_late, read_inputs, read_plan
from journeymine.warehouse.raw import VIEWS
from journeymine.warehouse.sqlfiles import Model, read_model_files

CODE = (
    *("contracts", "identity", "journeys", "scale", "touchpoints", "warehouse", "steps/build.py", "steps/models.py"),
    *("overlay/identity.py", "privacy/codes.py", "rules.py"),
)
"""Folders and modules whose change can change a table that a delta keeps; a change elsewhere needs no full build."""


def build_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build the tables of schema seed: what the settings say, as models read it."""
    return {
        **build_identity_seeds(settings),
        **build_journey_seeds(settings),
        **build_map_seeds(settings),
        **build_moment_seeds(settings),
        **build_plan_seeds(settings),
        **build_model_seeds(settings),
        **build_improvement_seeds(settings),
        **build_channel_seeds(settings),
        **build_rule_seeds(settings),
    }


def read_models(
    connection: Connection, folder: Path, seeds: Collection[str], kept: Collection[str], forgotten: Collection[int] = ()
) -> Plan:
    """Read all models that need no analysis, and put them in order.

    Args:
        connection: Any open database.
        folder: The folder of the SQL files.
        seeds: The names of the seed tables.
        kept: The tables of last night's file; previous.TABLE shows core.TABLE as it was then, or without rows.
        forgotten: Customers who are being erased, whom previous.TABLE does not show.

    Raises:
        WarehouseError: A model cannot be read or ordered.
    """
    found = [
        replace(model, inputs=read_inputs(connection, model)) for model in (*read_model_files(folder), *list_made())
    ]
    late = find_late(found)
    models = [model for model in found if model.table not in late]
    given = {f"raw.{table}" for table in (*VIEWS, "files", "rejected")} | set(seeds)
    return read_plan(connection, (*models, *list_previous(models, kept, forgotten)), given)


def hash_build_code(folder: Path) -> str:
    """Return the SHA-256 (hex) of all code that makes tables: the package's version, CODE and the SQL files."""
    digest = hashlib.sha256(version("journeymine").encode())
    package = Path(str(files("journeymine")))
    for place in (*(package / name for name in CODE), folder):
        found = (
            [place] if place.is_file() else sorted((*place.rglob("*.py"), *place.rglob("*.sql"), *place.rglob("*.csv")))
        )
        for file in found:
            digest.update(f"{file.relative_to(place.parent)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def list_made() -> list[Model]:
    """List the tables that Python makes of other tables."""
    groups = Model(
        table=GROUP_TABLE,
        grain="one row per customer who met another, with the group whose keys can concern them",
        key=("customer_id",),
        inputs=GROUP_INPUTS,
        make=group_customers,
    )
    matches = Model(
        table=MATCH_TABLE,
        grain="one row per two records that are probably of one person, by their codes alone",
        key=("record_id_hash", "other_record_id_hash"),
        kind="scaffold",
        inputs=MATCH_INPUTS,
        needs_database=True,
        make=match_records,
    )
    likely = Model(
        table=LIKELY_TABLE,
        grain="one row per person by keys whom likeness makes one with another",
        key=("component_number",),
        kind="scaffold",
        inputs=LIKELY_INPUTS,
        make=link_likely_components,
    )
    return [
        groups,
        matches,
        likely,
        *(
            Model(
                table=table,
                grain="one row per node of the identity graph, with the component it lies in",
                key=("node_number",),
                kind="scaffold",
                inputs=inputs,
                make=link_nodes,
            )
            for table, inputs in COMPONENT_TABLES.items()
        ),
    ]
