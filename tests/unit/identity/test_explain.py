"""The chain of a customer whom likeness made one: where it comes in, and with which probability."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from journeymine.identity.explain import explain_chain
from journeymine.overlay import number_key

MOMENT = datetime(2026, 1, 1)
KINDS = ("user_id", "email", "crm_id")
IDENTITY = ("user_id:anna", "crm_id:1", "crm_id:2", "email:mail")


def explain(likely: list[tuple[int, int, float]], *, split: str | None = None) -> dict[str, tuple[object, ...]]:
    """Explain a customer whose first record is user and contact 1, the second contact 2 and an address."""
    identities = pl.DataFrame(
        [(*key.split(":"), MOMENT, MOMENT, "likeness") for key in IDENTITY],
        schema=["identity_kind", "identity_hash", "first_seen_at", "last_seen_at", "link_reason"],
        orient="row",
    )
    schema = {
        **dict.fromkeys(("user_id_hash", "email_hash", "crm_id_hash", "device_hash", "source"), pl.String),
        **dict.fromkeys(("first_seen_at", "last_seen_at"), pl.Datetime("us")),
        **dict.fromkeys(("key_set_id", "row_count"), pl.Int64),
    }
    seen = {"first_seen_at": MOMENT, "last_seen_at": MOMENT, "row_count": 1}
    key_sets = [
        {"key_set_id": 10, "user_id_hash": "anna", "crm_id_hash": "1", "source": "shop", **seen},
        {"key_set_id": 20, "crm_id_hash": "2", "email_hash": "mail", "source": "crm", **seen},
    ]
    overlay = [("entry", "split", split, 0, "two people")] if split else []
    chain = explain_chain(
        number_key("user_id:anna"),
        identities,
        pl.DataFrame(key_sets, schema=schema),
        pl.DataFrame(schema=["from_kind", "from_hash", "to_kind", "to_hash", "link_reason", "linked_at", "source"]),
        pl.DataFrame(schema=["identity_kind", "identity_hash", "reason", "size"]),
        pl.DataFrame(
            overlay,
            schema={
                "entry_id": pl.String,
                "overlay_kind": pl.String,
                "overlay_key": pl.String,
                "key_number": pl.Int64,
                "why": pl.String,
            },
            orient="row",
        ),
        pl.DataFrame(likely, schema=["key_set_id", "other_key_set_id", "link_probability"], orient="row"),
        kinds=KINDS,
    )
    said = ("linked_to", "link_reason", "link_probability", "sources")
    return {
        f"{row['identity_kind']}:{row['identity_hash']}": tuple(row[name] for name in said)
        for row in chain.iter_rows(named=True)
    }


def test_the_chain_says_by_which_records_and_how_probably_others_came_in():
    chain = explain([(10, 20, 0.97)])
    assert chain["user_id:anna"] == (None, "own", None, [])
    assert chain["crm_id:1"][:3] == ("user_id:anna", "same_row", None)
    assert chain["email:mail"] == ("user_id:anna", "likeness", 0.97, ["crm", "shop"])
    assert chain["crm_id:2"][:3] == ("email:mail", "same_row", None), "its own record needs no likeness"


def test_a_likeness_cut_by_hand_is_not_told():
    chain = explain([(10, 20, 0.97)], split="email:mail")
    assert "likeness" not in {reason for linked_to, reason, *_ in chain.values() if linked_to}
