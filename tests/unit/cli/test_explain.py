"""`journeymine explain customer`: the chain of links, shown as it is and as people correct it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SETTINGS = """
[project]
name = "Shop"

[privacy]
key_file = "shop.key"

[sources.web]
kind = "events"
path = "web.csv"

[sources.web.fields]
event_name = "event"
occurred_at = "at"
user_id = "user"
email = "mail"
device_id = "cookie"
account_id = "firm"

[sources.crm]
kind = "people"
path = "crm.csv"
fields = { crm_id = "contact", email = "mail", updated_at = "changed" }
"""
WEB = """at,event,user,mail,cookie,firm
2026-01-01 10:00:00,view,,,c1,
2026-01-02 10:00:00,view,anna,,c1,acme
2026-01-03 10:00:00,view,anna,a@x.example,,acme
2026-01-04 10:00:00,view,bob,,,
"""
CRM = """contact,mail,changed
7,a@x.example,2026-01-02 00:00:00
8,,2026-01-05 00:00:00
"""


@pytest.fixture
def new_shop(tmp_path: Path) -> Path:
    """A shop before its first night."""
    for name, text in (("journeymine.toml", SETTINGS), ("web.csv", WEB), ("crm.csv", CRM)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "shop.key").write_text("a secret that is long enough for a test", encoding="utf-8")
    (tmp_path / "shop.key").chmod(0o600)
    return tmp_path


@pytest.fixture
def shop(new_shop: Path, journeymine) -> Path:
    """A shop with one published night."""
    assert journeymine("run", "--project", new_shop).code in (0, 3)
    return new_shop


def ask(journeymine, shop: Path, sql: str) -> list[dict]:
    return json.loads(journeymine("query", sql, "--project", shop, "--json").out)


def explain(journeymine, shop: Path, customer: object) -> dict:
    found = journeymine("explain", "customer", str(customer), "--project", shop, "--json")
    assert found.code == 0, found.err
    return json.loads(found.out)


def test_chain_names_reason_time_and_source_of_each_link(shop, journeymine):
    [largest] = ask(journeymine, shop, "select customer_id from core.customers order by identity_count desc limit 1")
    found = explain(journeymine, shop, largest["customer_id"])
    chain = [(row["identity_kind"], row["link_reason"], row["linked_at"], row["sources"]) for row in found["chain"]]
    assert chain == [
        ("device", "own", None, []),
        ("user_id", "device_first_login", "2026-01-02 10:00:00", ["web"]),
        ("email", "same_row", "2026-01-03 10:00:00", ["web"]),
        ("crm_id", "same_row", "2026-01-02 00:00:00", ["crm"]),
    ]
    names = [f"{row['identity_kind']}:{row['identity_hash']}" for row in found["chain"]]
    assert [row["linked_to"] for row in found["chain"]] == [None, *names[:3]]
    assert len(found["accounts"]) == 1
    told = journeymine("explain", "customer", names[2], "--project", shop).out
    assert f"belongs to customer {found['customer']}" in told
    assert all(name in told for name in names)
    unknown = journeymine("explain", "customer", "12", "--project", shop)
    assert (unknown.code, "no customer 12" in unknown.err) == (2, True)
    for asked, key in (("ann@example.org", "email:ann@example.org"), ("user_id:4711", "user_id:4711")):
        plain = journeymine("explain", "customer", asked, "--project", shop)
        assert f"`journeymine hash {key}`" in plain.err


def test_joined_and_split_by_hand_is_told_and_undone_by_taking_the_entry_out(shop, journeymine):
    before = ask(journeymine, shop, "select * from core.identities order by all")
    bob = next(row for row in before if row["identity_kind"] == "user_id" and row["link_reason"] == "own")
    contact = next(row for row in before if row["identity_kind"] == "crm_id" and row["link_reason"] == "own")
    mail = next(row for row in before if row["identity_kind"] == "email")
    overlay = shop / "overlay" / "identity.toml"
    overlay.parent.mkdir(exist_ok=True)
    overlay.write_text(
        f'[[join]]\ncustomers = [{bob["customer_id"]}, {contact["customer_id"]}]\nwhy = "told us"\nby = "Ada"\n'
        f'[[split]]\nkeys = ["email:{mail["identity_hash"]}"]\nwhy = "a shared mailbox"\n',
        encoding="utf-8",
    )
    done = journeymine("run", "--project", shop)
    assert "Building all customers" not in done.err
    joined = explain(journeymine, shop, contact["customer_id"])
    assert joined["customer"] == bob["customer_id"]
    assert joined["chain"][1]["link_reason"] == "by_hand"
    assert joined["chain"][1]["sources"] == ["overlay: told us"]
    assert [row["former_customer_id"] for row in joined["merges"]] == [contact["customer_id"]]
    alone = explain(journeymine, shop, f"email:{mail['identity_hash']}")
    assert [row["identity_kind"] for row in alone["chain"]] == ["email"]
    overlay.unlink()
    assert "Building all customers" not in journeymine("run", "--project", shop).err
    assert ask(journeymine, shop, "select * from core.identities order by all") == before


def test_wrong_entry_is_told_with_its_line(new_shop, journeymine):
    overlay = new_shop / "overlay" / "identity.toml"
    overlay.parent.mkdir()
    overlay.write_text('[[split]]\nkeys = ["anna@x.example"]\nwhy = "?"\n', encoding="utf-8")
    wrong = journeymine("run", "--project", new_shop)
    assert wrong.code == 2
    assert "identity.toml:2" in wrong.err
