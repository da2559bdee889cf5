"""Notes of interviews and observations, and what the company showed the world."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

import pytest

from journeymine.errors import SettingsError

from .conftest import Project, read, reasons

NOTES = (
    "note_id,date,respondent,email,stage,note_kind,interviewer,note,mood\n"
    "n1,2026-03-01,Anna Nowak,anna@x.example,Choice,interview,Piotr Lis,No price; call +48 601 234 567,sad\n"
    "n2,2026-03-02T10:00:00Z,Anna Nowak,,choice,interview,Piotr Lis,The shop was shut,\n"
    "n3,2026-03-02,R2,,,observation,,,\n"
    "n4,,R2,,,observation,,Walks past the shelf,\n"
)
EXPOSURES = (
    "exposure_id,date,exposure_kind,platform,campaign,promo_code,place,impressions,clicks,spend,currency_code,email\n"
    "e1,2026-03-01,ad,google,spring,SPRING10,Warsaw,1000,12,50.25,EUR,\n"
    'e2,2026-03-01,billboard,,spring,,"Main St 1",,,900,,boss@x.example\n'
    "e3,2099-01-01,billboard,,summer,,Lodz,-5,,,,\n"
    "e4,2099-01-01,billboard,,summer,,Lodz,,,,,\n"
    "e5,,ad,,,,,1,,,,\n"
)


def test_note_keeps_what_was_said_redacted_and_hides_who_was_there(project: Project) -> None:
    project.write("notes.csv", NOTES)
    project.source("research", kind="notes", path="notes.csv")
    landed = project.land_one()
    first, second = read(landed, "notes").to_dicts()
    assert first["text"] == "No price; call [phone]"
    assert (first["note_id"], first["note_kind"], first["noted_stage"]) == ("n1", "interview", "Choice")
    assert (first["occurred_at"], second["occurred_at"]) == (datetime(2026, 3, 1), datetime(2026, 3, 2, 10))
    assert first["respondent_hash"] == second["respondent_hash"] is not None
    props = json.loads(first["props"])
    assert props["mood"] == "sad"
    assert props["taken_by"].startswith("agent-")
    for path in landed.folder.glob("*.parquet"):
        content = str(read(landed, path.stem).to_dicts())
        assert not any(name in content for name in ("Anna", "Nowak", "Piotr", "anna@"))


def test_respondent_is_no_identity_key_but_an_address_is(project: Project) -> None:
    project.write("notes.csv", NOTES)
    project.source("research", kind="notes", path="notes.csv")
    landed = project.land_one()
    first, second = read(landed, "notes").to_dicts()
    (keys,) = read(landed, "key_sets").to_dicts()
    assert {kind for kind, value in keys.items() if kind.endswith("_hash") and value} == {"email_hash"}
    assert (first["key_set_id"], second["key_set_id"]) == (keys["key_set_id"], None)


def test_note_without_text_or_time_is_rejected_without_its_respondent(project: Project) -> None:
    project.write("notes.csv", NOTES)
    project.source("research", kind="notes", path="notes.csv")
    landed = project.land_one()
    assert reasons(landed) == {4: ["text is missing"], 5: ["occurred_at is missing"]}
    assert not any("R2" in line for line in read(landed, "rejected")["line_text"])
    assert landed.line_count - landed.header_count == landed.loaded_count + landed.rejected_count == 4


def test_note_columns_may_have_other_names(project: Project) -> None:
    project.write("diary.csv", "when,words,phase\n2026-01-01,Fine,Use\n2026-01-01,Fine,Use\n")
    fields = {"occurred_at": "when", "text": "words", "stage": "phase", "note_kind": "'diary'"}
    project.source("diary", kind="notes", path="diary.csv", fields=fields)
    one, other = read(project.land_one(), "notes").to_dicts()
    assert (one["text"], one["noted_stage"], one["note_kind"]) == ("Fine", "Use", "diary")
    assert one["note_key"] != other["note_key"]


def test_exposure_has_a_period_counts_and_amounts_in_a_currency(project: Project) -> None:
    project.write("ads.csv", EXPOSURES)
    project.source("ads", kind="exposures", path="ads.csv")
    landed = project.land_one()
    ad, billboard, planned = read(landed, "exposures").to_dicts()
    assert (ad["shown_from_at"], ad["shown_until_at"]) == (datetime(2026, 3, 1), datetime(2026, 3, 2))
    assert (ad["impression_count"], ad["click_count"], ad["cost_amount"]) == (1000, 12, Decimal("50.25"))
    assert (ad["currency_code"], billboard["currency_code"], planned["currency_code"]) == ("EUR", "EUR", None)
    assert (ad["promo_code"], billboard["place"]) == ("SPRING10", "Main St 1")
    assert planned["shown_from_at"] == datetime(2099, 1, 1)
    assert reasons(landed) == {4: ["impression_count is below zero"], 6: ["shown_from_at is missing"]}


def test_exposure_belongs_to_nobody(project: Project) -> None:
    project.write("ads.csv", EXPOSURES)
    project.source("ads", kind="exposures", path="ads.csv")
    landed = project.land_one()
    assert not landed.path("key_sets").exists()
    assert not any("boss" in str(read(landed, path.stem).to_dicts()) for path in landed.folder.glob("*.parquet"))
    project.source("ads", kind="exposures", path="ads.csv", fields={"email": "email"})
    with pytest.raises(SettingsError, match="has no keys"):
        project.land()


def test_exposure_ends_after_it_begins(project: Project) -> None:
    project.write(
        "tags.csv", "shown_from_at,shown_until_at,price\n2026-01-02,2026-01-01,5\n2026-01-02,,5\n2026-01-02,x,5\n"
    )
    project.source("tags", kind="exposures", path="tags.csv", fields={"exposure_kind": "'price tag'"})
    landed = project.land_one()
    (tag,) = read(landed, "exposures").to_dicts()
    assert (tag["price_amount"], tag["shown_until_at"], tag["exposure_kind"]) == (Decimal("5.00"), None, "price tag")
    assert reasons(landed) == {
        2: ["shown_until_at is before shown_from_at"],
        4: ["shown_until_at cannot be read as a time"],
    }
