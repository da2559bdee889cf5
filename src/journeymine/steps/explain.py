"""Explain a customer: read the published night and the landed rows behind it, and change nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from journeymine.contracts.landed import FILE_DESCRIPTION, LANDED_TABLES, LandedFile, read_description
from journeymine.errors import SettingsError
from journeymine.identity.explain import explain_chain
from journeymine.overlay import number_key
from journeymine.settings import Settings
from journeymine.steps.ingest import LANDED_FOLDER
from journeymine.steps.publish import DATABASE, find_published
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.customer import find_customer, read_customer, read_file_hashes

_KEY = re.compile(r"\w+:[0-9a-f]{32}")
"""A key as it is kept: its kind and the hash of its value."""
_Schema = dict[str, pl.DataType | type[pl.DataType]]


@dataclass(frozen=True)
class CustomerExplanation:
    """Why a customer is one: `chain` as in identity.explain.

    `asked_id` is what was asked for, if it differs an earlier id or the number of a key.
    """

    customer_id: int
    asked_id: int
    chain: pl.DataFrame
    refusals: pl.DataFrame
    merges: pl.DataFrame
    accounts: pl.DataFrame
    overlay: pl.DataFrame


def explain_customer(settings: Settings, asked: str) -> CustomerExplanation:
    """Explain one customer of the published night.

    Args:
        settings: The project.
        asked: A customer_id, of tonight or of an earlier night, or a key as kind:hash.

    Raises:
        SettingsError: There is no such customer.
        WarehouseError: Nothing has been published yet.
    """
    night = find_published(settings.warehouse_folder)
    asked_id = int(asked) if asked.isdecimal() else number_key(asked)
    with open_database(night / DATABASE, read_only=True, memory_limit=settings.warehouse.memory_limit) as connection:
        found = find_customer(connection, asked_id, is_key=not asked.isdecimal()) if asked_id < 1 << 63 else None
        if found is None:
            hint = 'Find one with `journeymine query "select customer_id from core.customers limit 5"`.'
            if "@" in asked or (":" in asked and not _KEY.fullmatch(asked)):
                whole = asked if ":" in asked else f"email:{asked}"
                hint = f"Keys are kept as hashes: `journeymine hash {whole}` writes it as it is asked for here."
            raise SettingsError(f"there is no customer {asked}", where="CUSTOMER", next_action=hint)
        rows = read_customer(connection, found)
        known = read_file_hashes(connection)
    landed = _find_landed(settings.warehouse_folder / LANDED_FOLDER, known)
    chain = explain_chain(
        found,
        rows["identities"],
        _read_key_sets(landed, rows["identities"]),
        _read_links(landed, rows["identities"]),
        rows["refusals"],
        rows["overlay"],
        rows["likely"],
        kinds=settings.identity.keys,
    )
    return CustomerExplanation(
        customer_id=found,
        asked_id=asked_id,
        chain=chain,
        refusals=rows["refusals"],
        merges=rows["merges"],
        accounts=rows["accounts"],
        overlay=rows["overlay"].filter(pl.col("found_customer_id") == found),
    )


def _find_landed(folder: Path, known: set[tuple[str, str, str]]) -> list[LandedFile]:
    """Find the landed files that the night was built from."""
    found = []
    for description in sorted(folder.glob(f"*/*/{FILE_DESCRIPTION}")):
        file = read_description(description.parent)
        if (file.source, file.file_hash, file.mapping_hash) in known:
            found.append(file)
    return found


def _read_key_sets(landed: list[LandedFile], identities: pl.DataFrame) -> pl.DataFrame:
    """Read the landed key sets that hold one of the keys, with the source they came from."""
    hashes = [f"{kind}_hash" for kind in identities["identity_kind"].unique()]
    values = identities["identity_hash"].to_list()
    schema: _Schema = {**dict.fromkeys(LANDED_TABLES["key_sets"], pl.String), "source": pl.String}
    schema |= {"key_set_id": pl.Int64, "row_count": pl.Int64}
    schema |= dict.fromkeys(("first_seen_at", "last_seen_at"), pl.Datetime("us"))
    frames = [pl.DataFrame(schema=schema)]
    for file in landed:
        if file.path("key_sets").is_file():
            rows = pl.scan_parquet(file.path("key_sets"))
            held = [name for name in hashes if name in rows.collect_schema()]
            if held:
                mine = rows.filter(pl.any_horizontal(pl.col(held).is_in(values))).collect()
                frames.append(mine.with_columns(source=pl.lit(file.source)))
    return pl.concat(frames, how="diagonal_relaxed")


def _read_links(landed: list[LandedFile], identities: pl.DataFrame) -> pl.DataFrame:
    """Read the landed links whose two ends are among the keys, with the source they came from."""
    values = identities["identity_hash"].to_list()
    schema: _Schema = {**dict.fromkeys(LANDED_TABLES["links"], pl.String), "source": pl.String}
    schema |= {"linked_at": pl.Datetime("us")}
    frames = [pl.DataFrame(schema=schema)]
    for file in landed:
        if file.path("links").is_file():
            both = pl.all_horizontal(pl.col("from_hash", "to_hash").is_in(values))
            frames.append(pl.read_parquet(file.path("links")).filter(both).with_columns(source=pl.lit(file.source)))
    return pl.concat(frames, how="diagonal_relaxed")
