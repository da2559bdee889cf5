"""Folder kinds: a file a table, lookups among them, and nothing passed over in silence."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeymine.contracts.landed import LandedFile
from journeymine.ingest.mapping import read_mapping
from journeymine.ingest.sources import find_files
from journeymine.settings import SourceSettings

from .conftest import Project, read, reasons

USERS = "id,role,email,updated_at\n1,end-user,anna@x.example,2026-01-01\n9,agent,agent@x.example,2026-01-01\n"
TICKETS = (
    "id,created_at,requester_id,description,type,status,_fivetran_synced\n"
    "77,2026-01-02 10:00:00,1,It does not work,problem,new,2026-01-02 10:01:00\n"
)
COMMENTS = (
    "id,created,public,ticket_id,user_id,body\n"
    "1,2026-01-02 10:00:00,TRUE,77,1,It does not work\n"
    "2,2026-01-02 11:00:00,TRUE,77,9,Have you tried\n"
    "3,2026-01-02 12:00:00,TRUE,77,1,Call +48 601 234 567\n"
    "4,2026-01-02 12:30:00,FALSE,77,9,A difficult one\n"
)
CONTACTS = (
    "id,property_email,property_hs_merged_object_ids,_fivetran_deleted,property_lastmodifieddate\n"
    "5,a@x.example,3;4,FALSE,2026-01-01\n3,b@x.example,,TRUE,2026-01-01\n"
)


def zendesk(project: Project) -> dict[str | None, LandedFile]:
    project.source("support", kind="zendesk", path="zendesk/")
    return {landed.table: landed for landed in project.land().landed}


def test_comments_are_the_customers_or_the_companys(project: Project) -> None:
    for name, content in (("user", USERS), ("ticket", TICKETS), ("ticket_comment", COMMENTS)):
        project.write(f"zendesk/{name}.csv", content)
    tables = zendesk(project)
    comments = tables["ticket_comment"]
    feedback = read(comments, "feedback")
    assert feedback["record_id"].to_list() == ["3"]
    assert feedback["text"].to_list() == ["Call [phone]"]
    assert read(comments, "events")["event_id"].to_list() == ["comment:2"]
    assert comments.skipped_counts == {
        "a private note of the staff": 1,
        "the ticket's first message, told by the ticket": 1,
    }
    assert tables["user"].skipped_counts == {"an agent, not a customer": 1}
    kinds = read(comments, "event_kinds")
    assert dict(zip(kinds["event_name"], kinds["actor"], strict=True)) == {
        "ticket_comment": "customer",
        "ticket_reply": "company",
    }


def test_ticket_is_an_event_with_its_object(project: Project) -> None:
    project.write("zendesk/ticket.csv", TICKETS)
    ticket = zendesk(project)["ticket"]
    (keys,) = read(ticket, "key_sets").iter_rows(named=True)
    assert keys["support_id_hash"]
    assert keys["object_hash"]
    (kind,) = read(ticket, "event_kinds").iter_rows(named=True)
    assert json.loads(kind["traits"])["ticket_type"] == "problem"


def test_file_lands_anew_only_when_its_lookups_answer_differently(project: Project) -> None:
    project.write("zendesk/ticket.csv", TICKETS)
    project.write("zendesk/ticket_comment.csv", COMMENTS)
    zendesk(project)
    project.write("zendesk/user.csv", "id,role,updated_at\n5,end-user,2026-01-01\n8,agent,2026-01-01\n")
    assert not zendesk(project)["ticket_comment"].is_new
    project.write("zendesk/users.csv", USERS)
    assert zendesk(project)["ticket_comment"].is_new
    assert not zendesk(project)["ticket_comment"].is_new


def test_contact_is_a_person_with_keys_and_merges(project: Project) -> None:
    project.write("hubspot/contact.csv", CONTACTS)
    project.source("crm", kind="hubspot", path="hubspot/")
    landed = project.land_one()
    people = read(landed, "people").join(read(landed, "key_sets"), on="key_set_id")
    assert sorted(people["is_deleted"].to_list()) == [False, True]
    links = read(landed, "links")
    assert links["link_reason"].to_list() == ["crm_merge", "crm_merge"]
    survivor = people.filter(~people["is_deleted"])["crm_id_hash"][0]
    merged = people.filter(people["is_deleted"])["crm_id_hash"][0]
    assert links["to_hash"].to_list() == [survivor] * 2
    assert merged in links["from_hash"].to_list()


def test_email_sent_is_the_companys_act_and_opened_the_customers(project: Project) -> None:
    rows = "".join(f"{name},2026-01-01,{name},a@x.example,11\n" for name in ("SENT", "BOUNCE", "OPEN", "CLICK"))
    project.write("hubspot/email_event.csv", "id,created,type,recipient,email_campaign_id\n" + rows)
    project.write("hubspot/email_campaign.csv", "id,name\n11,Spring\n")
    project.source("crm", kind="hubspot", path="hubspot/")
    (events,) = (landed for landed in project.land().landed if landed.table == "email_event")
    kinds = read(events, "event_kinds")
    assert dict(zip(kinds["event_name"], kinds["actor"], strict=True)) == {
        "email_sent": "company",
        "email_bounce": "company",
        "email_open": "customer",
        "email_click": "customer",
    }
    assert kinds["campaign"].unique().to_list() == ["Spring"]


def test_won_deal_is_an_event_with_its_amount(project: Project) -> None:
    project.write(
        "hubspot/deal.csv",
        "deal_id,deal_pipeline_id,deal_pipeline_stage_id,property_amount,property_createdate,property_closedate\n"
        "5,p1,s2,49.00,2026-01-01,2026-01-09\n6,p1,s1,10,2026-01-01,\n",
    )
    project.write("hubspot/deal_pipeline.csv", "pipeline_id,label\np1,renewals\n")
    project.write(
        "hubspot/deal_pipeline_stage.csv",
        "stage_id,label,closed_won,is_closed,pipeline_id\ns1,open,FALSE,FALSE,p1\ns2,won,TRUE,TRUE,p1\n",
    )
    project.source("crm", kind="hubspot", path="hubspot/")
    (deals,) = (landed for landed in project.land().landed if landed.table == "deal")
    events = read(deals, "events").join(read(deals, "event_kinds"), on="event_kind_id").sort("event_id")
    assert events["event_name"].to_list() == ["deal_created", "deal_won", "deal_created"]
    assert [str(amount) for amount in events["amount"]] == ["None", "49.00", "None"]
    assert {json.loads(traits)["pipeline"] for traits in events["traits"]} == {"renewals"}


def test_a_stage_without_chances_is_lost_also_where_no_column_says_that_it_is_closed(project: Project) -> None:
    project.write(
        "hubspot/deal.csv",
        "deal_id,deal_pipeline_id,deal_pipeline_stage_id,property_amount,property_createdate,property_closedate\n"
        "5,p1,s2,49.00,2026-01-01,2026-01-09\n6,p1,s3,10,2026-01-01,2026-01-08\n7,p1,s1,10,2026-01-01,2026-06-30\n",
    )
    project.write(
        "hubspot/deal_pipeline_stage.csv",
        "stage_id,label,closed_won,probability,pipeline_id\ns1,a,FALSE,0.4,p1\ns2,b,TRUE,1.0,p1\ns3,c,FALSE,0.0,p1\n",
    )
    project.source("crm", kind="hubspot", path="hubspot/")
    (deals,) = (landed for landed in project.land().landed if landed.table == "deal")
    events = read(deals, "events").join(read(deals, "event_kinds"), on="event_kind_id")
    ended = events.filter(events["event_name"] != "deal_created").sort("event_name")
    assert ended["event_name"].to_list() == ["deal_lost", "deal_won"]
    assert [str(amount) for amount in ended["amount"]] == ["None", "49.00"]


def test_merged_ticket_is_closed_but_not_solved(project: Project) -> None:
    history = "".join(f"{ticket},status,closed,2026-01-03 10:00:00,9\n" for ticket in (77, 78))
    project.write("zendesk/ticket_field_history.csv", "ticket_id,field_name,value,updated,user_id\n" + history)
    project.write("zendesk/ticket_tag.csv", "ticket_id,tag\n77,vip\n77,closed_by_merge\n78,vip\n")
    tables = zendesk(project)
    events = read(tables["ticket_field_history"], "events").join(
        read(tables["ticket_field_history"], "event_kinds"), on="event_kind_id"
    )
    assert events.sort("row_number")["event_name"].to_list() == ["ticket_merged", "ticket_closed"]
    assert tables["ticket_tag"].skipped_counts == {"a tag of the staff": 3}


def test_survey_response_is_a_rating_of_its_ticket_with_what_was_said(project: Project) -> None:
    rated = {"type": "rating_scale", "rating": 2, "created_at": "2026-01-04T10:00:00Z"}
    said = {"type": "open_ended", "value": "Too slow", "created_at": "2026-01-04T10:00:01Z"}
    line = {"responder_id": "1", "subjects": [{"id": "77", "type": "ticket"}], "survey": {"id": "s"}}
    lines = [line | {"id": "r1", "answers": [rated, said]}, line | {"id": "r2", "answers": [{"type": "skipped"}]}]
    project.write("zendesk/survey_responses.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    project.write("zendesk/ticket.csv", TICKETS)
    tables = zendesk(project)
    responses = tables["survey_response"]
    (answer,) = read(responses, "feedback").join(read(responses, "key_sets"), on="key_set_id").to_dicts()
    assert (answer["rating"], answer["rating_scale"], answer["text"]) == (2.0, "csat5", "Too slow")
    (ticket,) = read(tables["ticket"], "key_sets").to_dicts()
    assert (answer["object_hash"], answer["support_id_hash"]) == (ticket["object_hash"], ticket["support_id_hash"])
    assert responses.skipped_counts == {"nothing was answered": 1}


def test_audits_tell_each_change_of_a_ticket_that_matters(project: Project) -> None:
    def audit(number: int, author: int, *events: dict[str, str]) -> str:
        at = f"2026-01-03T10:0{number}:00Z"
        return (
            json.dumps({"id": number, "ticket_id": 77, "created_at": at, "author_id": author, "events": events}) + "\n"
        )

    def change(field: str, value: str) -> dict[str, str]:
        return {"type": "Change", "field_name": field, "value": value, "previous_value": "x"}

    lines = [
        audit(1, 1, {"type": "Create", "field_name": "status", "value": "new"}),
        audit(2, 9, change("assignee_id", "9"), change("status", "solved"), {"type": "Comment", "body": "Done, Anna"}),
        audit(3, 1, change("status", "open")),
        audit(4, 9, change("priority", "high")),
        audit(5, 9, change("status", "closed")).replace("2026-01-03T10:05:00Z", "soon"),
    ]
    project.write("zendesk/ticket_audits.jsonl", "".join(lines))
    for name, content in (("user", USERS), ("ticket", TICKETS)):
        project.write(f"zendesk/{name}.csv", content)
    tables = zendesk(project)
    audits = tables["ticket_audit"]
    events = (
        read(audits, "events").join(read(audits, "event_kinds"), on="event_kind_id").sort("occurred_at", "event_id")
    )
    assert events.select("event_name", "actor").rows() == [
        ("ticket_assigned", "company"),
        ("ticket_solved", "company"),
        ("ticket_reopened", "customer"),
    ]
    assert audits.skipped_counts == {"nothing in it says anything of the journey": 2}
    assert reasons(audits) == {5: ["occurred_at cannot be read as a time"]}
    assert "Anna" not in str([read(audits, path.stem).to_dicts() for path in audits.folder.glob("*.parquet")])
    assert set(read(audits, "key_sets")["object_hash"]) == set(read(tables["ticket"], "key_sets")["object_hash"])


def test_torn_line_of_a_file_that_yields_nothing_is_kept_too(project: Project) -> None:
    project.write("zendesk/brand.csv", 'id,name\n1,one\n2,two,three\n3,"four\n')
    brand = zendesk(project)["left_out"]
    assert brand.line_count - brand.header_count == 3
    assert (brand.loaded_count, sorted(reasons(brand))) == (1, [3, 4])
    assert brand.skipped_counts == {"how the help desk is set up": 1}


def test_unknown_file_is_reported_and_a_known_one_is_not(project: Project) -> None:
    project.write("zendesk/user.csv", USERS)
    project.write("zendesk/brand.csv", "id\n1\n")
    project.write("zendesk/surprise.csv", "id\n1\n")
    project.source("support", kind="zendesk", path="zendesk/")
    assert [entry.file_name for entry in project.land().refused] == ["zendesk/surprise.csv"]


NOBODY = 65534


@pytest.fixture
def delivered() -> Iterator[Path]:
    """Two days of a folder kind, looked for by somebody whom permissions bind: root is bound by none."""
    folder = Path(tempfile.mkdtemp())
    for day in ("day1", "day2"):
        (folder / "drops" / day / "zendesk").mkdir(parents=True)
        (folder / "drops" / day / "zendesk" / "user.csv").write_text(USERS)
    folder.chmod(0o755)
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(NOBODY)
        yield folder
    finally:
        os.seteuid(user)
        for each in folder.rglob("*"):
            each.chmod(0o755)
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("path", "closed", "found_count"),
    [
        ("drops/*/zendesk", "drops/day1", 1),
        ("drops/*/zendesk/", "drops/day1/zendesk", 1),
        ("drops/*/zendesk/*.csv", "drops", 0),
        ("drops", "drops/day2/zendesk", 0),
        ("drops/*/zendesk", None, 2),
    ],
)
def test_folder_that_may_not_be_read_is_told_instead_of_passed_over(
    delivered: Path, path: str, closed: str | None, found_count: int
) -> None:
    user = os.geteuid()
    if closed is not None:
        os.seteuid(os.getuid())
        (delivered / closed).chmod(0o700 if os.getuid() == 0 else 0)
        os.seteuid(user)
    source = SourceSettings(kind="zendesk", path=path)
    found, refused = find_files(delivered, "support", source, read_mapping("zendesk"))
    told = [(entry.file_name, entry.reason) for entry in refused]
    assert (closed is None and told == []) or (closed, "no permission to read it") in told
    assert len(found) == found_count
