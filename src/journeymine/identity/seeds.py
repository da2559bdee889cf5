"""The identity settings as tables the SQL models read."""

from __future__ import annotations

import json

import polars as pl

from journeymine.identity.probabilistic import MOST_BITS, SEED
from journeymine.settings import Settings

GRANTING = ("true", "t", "yes", "y", "1", "granted", "given", "accepted", "opt-in", "opt_in", "opted_in")
REFUSING = (
    *("false", "f", "no", "n", "0", "denied", "refused", "rejected", "withdrawn", "revoked"),
    *("opt-out", "opt_out", "opted_out"),
)
"""What a consent column says, in lower case; whatever else it says, nothing was stated."""


def build_identity_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build the tables of schema seed that the identity models read.

    Returns:
        seed.identity_kinds: one row per kind of key the project uses, strongest first, devices last.
        seed.identity_rules: one row: how events of shared devices are treated.
        seed.likeness_rules: one row: whether and how people without a common key are compared.
        seed.identity_overlay: one row per key or customer that people joined or split by hand.
        seed.consent_words: one row per statement that grants or refuses consent.
        seed.privacy_rules: one row: where consent is stated, and how many events an hour are still a person's.
    """
    identity = settings.identity
    kinds: list[tuple[str, int, bool, int]] = [
        (kind, rank, True, identity.limit(kind)) for rank, kind in enumerate(identity.keys, 1)
    ]
    kinds.append(("device", len(kinds) + 1, False, identity.limit("device")))
    return {
        "seed.identity_kinds": pl.DataFrame(
            kinds,
            schema={
                "identity_kind": pl.String,
                "kind_rank": pl.Int32,
                "is_person": pl.Boolean,
                "at_most": pl.Int64,
            },
            orient="row",
        ),
        "seed.consent_words": pl.DataFrame(
            [*((word, True) for word in GRANTING), *((word, False) for word in REFUSING)],
            schema={"statement": pl.String, "has_consent": pl.Boolean},
            orient="row",
        ),
        "seed.privacy_rules": _build_privacy_rules(settings),
        "seed.likeness_rules": _build_likeness_rules(settings),
        "seed.identity_rules": pl.DataFrame({"shared_device": [identity.shared_device]}),
        "seed.identity_overlay": pl.DataFrame(
            settings.identity_overlay.list_entries(),
            schema={
                "entry_id": pl.String,
                "overlay_kind": pl.String,
                "overlay_key": pl.String,
                "key_number": pl.Int64,
                "why": pl.String,
                "written_by": pl.String,
            },
            orient="row",
        ),
    }


def _build_likeness_rules(settings: Settings) -> pl.DataFrame:
    identity = settings.identity
    return pl.DataFrame(
        {
            "is_compared": [identity.likeness],
            "least_probability": [identity.likeness_threshold],
            "tells_households_apart": [identity.tell_households_apart],
            "most_bits": [MOST_BITS],
            "seed": [SEED],
        },
        schema={
            "is_compared": pl.Boolean,
            "least_probability": pl.Float64,
            "tells_households_apart": pl.Boolean,
            "most_bits": pl.Int64,
            "seed": pl.Int64,
        },
    )


def _build_privacy_rules(settings: Settings) -> pl.DataFrame:
    column = settings.privacy.consent_column
    name = json.dumps(column) if column else None
    return pl.DataFrame(
        {
            "consent_mark": [f"{name}:" if name else None],
            "consent_path": [f"$.{name}" if name else None],
            "is_silence_consent": [name is None or settings.privacy.silence_is_consent],
            "most_events_per_hour": [settings.traffic.most_events_per_hour],
        },
        schema={
            "consent_mark": pl.String,
            "consent_path": pl.String,
            "is_silence_consent": pl.Boolean,
            "most_events_per_hour": pl.Int64,
        },
    )
