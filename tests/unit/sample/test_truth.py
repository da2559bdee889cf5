from __future__ import annotations

import json
from collections import defaultdict

from journeymine.sample import SampleSummary
from journeymine.sample.dirt import WRONG_TIME
from journeymine.settings import read_settings
from tests.unit.sample.reading import read_events, read_table


def _identities(sample: SampleSummary) -> dict[tuple[str, str], set[str]]:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read_table(sample.folder / "truth" / "identities.csv"):
        owners[row["identity_kind"], row["identity_value"]].add(row["person"])
    return owners


def test_every_device_and_user_of_the_web_has_an_owner_or_is_a_bot(small_sample: SampleSummary) -> None:
    owners = _identities(small_sample)
    bots = {row["identity_value"] for row in read_table(small_sample.folder / "truth" / "bots.csv")}
    for _, event in read_events(small_sample.folder):
        if event is None:
            continue
        device = ("device", event["user_pseudo_id"])
        assert device in owners or event["user_pseudo_id"] in bots
        if event["user_id"]:
            assert owners["user_id", event["user_id"]] <= owners[device]


def test_only_shared_devices_have_several_owners(small_sample: SampleSummary) -> None:
    rows = read_table(small_sample.folder / "truth" / "identities.csv")
    shared = {(row["identity_kind"], row["identity_value"]) for row in rows if row["is_shared"] == "true"}
    several = {key for key, persons in _identities(small_sample).items() if len(persons) > 1}
    assert several <= shared
    assert several


def test_linkable_devices_of_known_people_see_a_login(small_sample: SampleSummary) -> None:
    rows = read_table(small_sample.folder / "truth" / "identities.csv")
    accounts = {row["person"] for row in rows if row["identity_kind"] == "user_id"}
    seen = {
        event["user_pseudo_id"]
        for _, event in read_events(small_sample.folder)
        if event is not None and event["user_id"]
    }
    linkable = [row for row in rows if row["identity_kind"] == "device" and row["person"] in accounts]
    assert {row["identity_value"] for row in linkable if row["is_linkable"] == "true"} <= seen
    own = [row for row in linkable if row["is_shared"] == "false"]
    assert sum(row["is_linkable"] == "false" for row in own) < 0.02 * len(own)


def test_contacts_join_the_keys_of_one_person(small_sample: SampleSummary) -> None:
    owners = _identities(small_sample)
    kinds = {"id": "crm_id", "property_user_id": "user_id", "property_loyalty_card": "loyalty_id"}
    contacts = read_table(small_sample.folder / "drops" / "2026-04-29" / "hubspot" / "contact.csv")
    for contact in contacts:
        keys = [(kind, contact[column]) for column, kind in kinds.items() if contact[column]]
        keys.append(("email", contact["property_email"].lower()))
        assert len(set.union(*(owners[key] for key in keys))) == 1
    merges = read_table(small_sample.folder / "drops" / "2026-04-29" / "hubspot" / "contact_merge_audit.csv")
    assert len(merges) >= 5
    for merge in merges:
        assert owners["crm_id", merge["canonical_vid"]] == owners["crm_id", merge["vid_to_merge"]]


def test_orders_are_those_of_the_truth(small_sample: SampleSummary) -> None:
    orders = {
        event["ecommerce"]["transaction_id"]
        for _, event in read_events(small_sample.folder)
        if event is not None and event["event_name"] == "purchase"
    }
    bought = read_table(small_sample.folder / "truth" / "purchases.csv")
    online = [row for row in bought if row["channel"] == "web"]
    # An order late on the last evening may fall into the next day, which is not told any more.
    assert len(online) - 2 <= len(orders) == small_sample.figures["web_purchase_count"] <= len(online)
    in_store = {
        row["visit_id"]
        for drop in small_sample.drops
        for row in read_table(small_sample.folder / "drops" / drop / "visits.csv")
        if row["visit_type"] == "purchase"
    }
    assert len(in_store) == small_sample.figures["store_purchase_count"] == len(bought) - len(online)


def test_texts_of_the_truth_are_in_the_files(small_sample: SampleSummary) -> None:
    texts: dict[tuple[str, str], str] = {}
    sources = {
        "surveys.csv": ("response_id", "comment"),
        "zendesk/ticket.csv": ("id", "description"),
        "zendesk/ticket_comment.csv": ("id", "body"),
        "zendesk/satisfaction_rating.csv": ("id", "comment"),
        "chats.csv": ("message_id", "text"),
    }
    for source, (record, text) in sources.items():
        for drop in small_sample.drops:
            for row in read_table(small_sample.folder / "drops" / drop / source):
                texts[source, row[record]] = row[text]
    truth = read_table(small_sample.folder / "truth" / "texts.csv")
    assert len(truth) == len({(row["source"], row["record_id"]) for row in truth}) > 100
    for row in truth:
        text = texts[row["source"], row["record_id"]]
        cyrillic = sum("а" <= letter <= "я" for letter in text.lower())
        assert text
        assert text.endswith(row["signal_sentence"])
        assert (row["signal"] != "") == (row["signal_sentence"] != "")
        assert (cyrillic > 5) == (row["language"] == "ru"), text
    assert {row["sentiment"] for row in truth} == {"positive", "neutral", "negative"}


def test_segments_name_every_person_once(small_sample: SampleSummary) -> None:
    rows = read_table(small_sample.folder / "truth" / "segments.csv")
    assert [row["person"] for row in rows] == [f"p{number:07}" for number in range(400)]
    assert len({row["segment"] for row in rows}) == 4


def test_event_columns_make_an_event_unique(small_sample: SampleSummary) -> None:
    names = ("user_pseudo_id", "event_timestamp", "event_name", "batch_page_id", "batch_event_index")
    seen: dict[tuple[str, ...], str] = {}
    for _, event in read_events(small_sample.folder):
        if event is not None and event["event_timestamp"] != WRONG_TIME:
            content = json.dumps(event)
            assert seen.setdefault(tuple(event[name] for name in names), content) == content


def test_the_project_beside_the_drops_is_valid(small_sample: SampleSummary) -> None:
    settings = read_settings(small_sample.folder)
    assert set(settings.sources) == {"web", "crm", "support", "surveys", "chats", "stores", "calls", "ads"}
    stages = {rule.stage for rule in settings.touchpoints.touchpoint}
    assert stages == set(settings.stages.order)
    names = {rule.name for rule in settings.touchpoints.touchpoint}
    assert {goal.touchpoint for goal in settings.goals} <= names


def test_expected_page_states_the_figures(small_sample: SampleSummary) -> None:
    page = (small_sample.folder / "EXPECTED.md").read_text(encoding="utf-8")
    assert f"Rejected rows: {small_sample.lines['broken_count'].sum():,}." in page
    assert f"{small_sample.figures['known_person_count']:,} of 400 people are known by name" in page
    assert f"{small_sample.figures['merged_contact_count']:,} people have two contacts" in page
