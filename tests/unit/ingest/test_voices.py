"""What customers said: Intercom, Qualtrics, reviews, and conversations of any kind."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
RESPONSES = (
    "id,_fivetran_synced,distribution_channel,end_date,finished,recipient_email,recorded_date,status,survey_id,user_language\n"
    "R1,2026-03-02,email,2026-03-01 10:00:00,1,anna@x.example,2026-03-01 10:00:05,0,SV1,PL\n"
    "R2,2026-03-02,anonymous,2026-03-01 11:00:00,0,,2026-03-01 11:00:05,0,SV1,PL\n"
    "R3,2026-03-02,preview,2026-03-01 11:00:00,1,,2026-03-01 11:00:05,1,SV1,PL\n"
)
QUESTIONS = (
    "id,survey_id,question_type,selector,data_export_tag\n"
    "QID1,SV1,MC,NPS,Q1\nQID2,SV1,MC,SAVR,CSAT_2\nQID3,SV1,MC,SAVR,Q3_CES\nQID4,SV1,TE,ML,Why\nQID5,SV1,MC,SAVR,Colour\n"
)
ANSWERS = (
    "question_id,response_id,text,value,_fivetran_synced\n"
    "QID1,R1,9,9,2026-03-02\nQID2,R1,Good,4,2026-03-02\nQID3,R1,Hard,2,2026-03-02\n"
    "QID4,R1,Call me on +48 601 234 567,,2026-03-02\nQID5,R1,Blue,3,2026-03-02\nQID2,R2,Ten,10,2026-03-02\n"
    "QID4,R9,No response of this id,,2026-03-02\n"
)
CHAT = (
    "conversation_id,message_id,occurred_at,speaker,agent,team,text,user_id\n"
    "c1,1,2026-04-01 10:00:00,Customer,,,Where is my order?,u1\n"
    "c1,2,2026-04-01 10:01:00,agent,Piotr Nowak,care,Let me see,u1\n"
    "c1,3,2026-04-01 10:02:00,BOT,,care,Are you there?,\n"
    "c1,4,2026-04-01 10:03:00,customer,,,Thanks,u1\n"
    "c1,5,2026-04-01 10:04:00,parrot,,,Hello,\n"
    "c1,6,2026-04-01 10:05:00,,,,Hello,\n"
)


def land_tables(project: Project, kind: str, **contents: str) -> dict[str | None, LandedFile]:
    for name, content in contents.items():
        project.write(f"{kind}/{name}.csv", content)
    project.source(kind, kind=kind, path=f"{kind}/")
    result = project.land()
    assert not result.refused, result.refused
    return {landed.table: landed for landed in result.landed}


def read_rows(landed: LandedFile, table: str) -> list[dict[str, object]]:
    rows = read(landed, table).join(read(landed, "event_kinds"), on="event_kind_id")
    return rows.join(read(landed, "key_sets"), on="key_set_id", how="left").sort("occurred_at", "event_name").to_dicts()


def test_intercom_keeps_only_the_customers_words(project: Project) -> None:
    project.source("chat", kind="intercom", path=str(FIXTURES / "intercom"))
    tables = {landed.table: landed for landed in project.land().landed}
    said = read_rows(tables["conversation"], "feedback")
    assert [(row["event_name"], row["text"]) for row in said] == [
        ("conversation_started", "My parcel is late , write to [email]"),
        ("conversation_message", "Thank you"),
        ("conversation_rated", "Took two days"),
    ]
    assert (said[2]["rating"], said[2]["rating_scale"]) == (2.0, "csat5")
    assert said[0]["occurred_at"] == datetime(2026, 1, 2)
    done = read_rows(tables["conversation"], "events")
    assert [row["event_name"] for row in done] == ["conversation_reply", "conversation_closed", "conversation_sent"]
    assert {row["actor"] for row in done} == {"company"}
    assert "Let me check" not in str(done)


def test_intercom_contact_is_who_wrote(project: Project) -> None:
    project.source("chat", kind="intercom", path=str(FIXTURES / "intercom"))
    tables = {landed.table: landed for landed in project.land().landed}
    people = read(tables["contact"], "people").join(read(tables["contact"], "key_sets"), on="key_set_id")
    anna = people.filter(people["language"] == "pl").to_dicts()[0]
    said = read_rows(tables["conversation"], "feedback")
    assert {row["support_id_hash"] for row in said} == {anna["support_id_hash"]}
    assert len({row["object_hash"] for row in said}) == 1
    assert all(anna[f"{kind}_hash"] for kind in ("user_id", "email", "phone"))
    assert anna["country"] == "POL"
    assert reasons(tables["conversation"]) == {3: ["occurred_at cannot be read as a time"]}
    assert tables["left_out"].skipped_counts == {"who works for the company": 1}


def test_qualtrics_answers_are_ratings_of_their_scale_or_texts(project: Project) -> None:
    tables = land_tables(project, "qualtrics", survey_response=RESPONSES, question=QUESTIONS, question_response=ANSWERS)
    answers = tables["question_response"]
    rows = read(answers, "feedback").sort("row_number").select("rating", "rating_scale", "text").rows()
    assert rows == [
        (9.0, "nps", None),
        (4.0, "csat5", None),
        (2.0, "ces7", None),
        (None, None, "Call me on [phone]"),
        (10.0, None, None),
    ]
    assert answers.skipped_counts == {"an answer that is neither a rating nor a text": 1}
    assert reasons(answers) == {8: ["occurred_at is missing"]}


def test_qualtrics_response_is_an_event_of_its_respondent(project: Project) -> None:
    tables = land_tables(project, "qualtrics", survey_response=RESPONSES, question=QUESTIONS, question_response=ANSWERS)
    done, left = read_rows(tables["survey_response"], "events")
    assert [done["event_name"], left["event_name"]] == ["survey_completed", "survey_left_unfinished"]
    answer = read_rows(tables["question_response"], "feedback")[0]
    assert (answer["email_hash"], answer["object_hash"]) == (done["email_hash"], done["object_hash"])
    assert tables["survey_response"].skipped_counts == {"a preview or a test, not a respondent": 1}


def test_review_has_stars_of_five_and_was_not_asked_for(project: Project) -> None:
    project.write(
        "reviews.csv",
        "review_id,platform,occurred_at,stars,text,solicited\n1,trustpilot,2026-01-01,4,Good,\n"
        "1,appstore,2026-01-01,5,,TRUE\n2,appstore,2026-01-01,6,,\n3,facebook,2026-01-01,,Never again,\n",
    )
    project.source("reviews", kind="reviews", path="reviews.csv")
    landed = project.land_one()
    first, second, third = read(landed, "feedback").sort("row_number").to_dicts()
    assert (first["rating"], first["rating_scale"], first["is_solicited"]) == (4.0, "stars5", False)
    assert (second["rating"], second["is_solicited"]) == (5.0, True)
    assert (third["rating"], third["rating_scale"], third["text"]) == (None, None, "Never again")
    assert len({first["event_key"], second["event_key"], third["event_key"]}) == 3
    assert reasons(landed) == {4: ["rating is outside 1-5"]}
    assert {json.loads(traits)["platform"] for traits in read(landed, "event_kinds")["traits"]} == {
        "trustpilot",
        "appstore",
        "facebook",
    }


def test_review_columns_may_have_other_names_and_another_scale(project: Project) -> None:
    project.write("reviews.csv", "key,when,score,body,platform\nr1,2026-01-01,9,Fine,x\n")
    fields = {"review_id": "key", "occurred_at": "when", "stars": "score", "text": "body", "platform": "'booking'"}
    project.source("reviews", kind="reviews", path="reviews.csv", fields=fields | {"rating_scale": "'ten'"})
    landed = project.land_one()
    (review,) = read(landed, "feedback").to_dicts()
    assert (review["event_id"], review["rating"], review["rating_scale"]) == ("booking:r1", 9.0, "ten")
    assert review["text"] == "Fine"
    assert landed.unmapped_columns == ("platform",)


def test_only_the_customers_lines_are_the_customers(project: Project) -> None:
    project.write("chat.csv", CHAT)
    project.source("chat", kind="conversations", path="chat.csv")
    landed = project.land_one()
    said = read_rows(landed, "feedback")
    assert [row["text"] for row in said] == ["Where is my order?", "Thanks"]
    reply, bot = read_rows(landed, "events")
    assert (reply["event_name"], reply["actor"], reply["team"]) == ("conversation_reply", "company", "care")
    assert json.loads(str(bot["traits"])) == {"is_bot": "true"}
    assert (reply["user_id_hash"], reply["object_hash"]) == (None, said[0]["object_hash"])
    assert reasons(landed) == {
        6: ["actor is neither customer nor company"],
        7: ["actor is neither customer nor company"],
    }


@pytest.mark.parametrize(("customer", "company"), [("Klient", "konsultant"), ("КЛИЕНТ", "Оператор"), ("клієнт", "бот")])
def test_who_speaks_is_known_in_other_languages(project: Project, customer: str, company: str) -> None:
    project.write("chat.csv", CHAT.replace("Customer", customer).replace("agent,Piotr", f"{company},Piotr"))
    project.source(kind="conversations", path="chat.csv")
    landed = project.land_one()
    assert len(read_rows(landed, "feedback")) == 2
    assert set(reasons(landed)) == {6, 7}


def test_agent_is_a_hash_and_what_the_agent_wrote_is_not_kept(project: Project) -> None:
    project.write("chat.csv", CHAT)
    project.source("chat", kind="conversations", path="chat.csv")
    landed = project.land_one()
    reply = read_rows(landed, "events")[0]
    agent = json.loads(str(reply["props"]))["agent"]
    assert agent.startswith("agent-")
    assert len(agent) == len("agent-") + 32
    for path in landed.folder.glob("*.parquet"):
        content = str(read(landed, path.stem).to_dicts())
        assert "Piotr" not in content
        assert "Let me see" not in content


@pytest.mark.parametrize("other", ["said_at", "occurred_at"])
def test_conversation_columns_may_have_other_names(project: Project, other: str) -> None:
    project.write(
        "calls.csv",
        f"call,{other},who,words,operator\n7,2026-04-01 09:00:00,caller,Hello,\n7,2026-04-01 09:01:00,staff,,Ola\n",
    )
    fields = {"conversation_id": "call", "occurred_at": other, "speaker": "who", "text": "words", "agent": "operator"}
    project.source("calls", kind="conversations", path="calls.csv", fields=fields | {"conversation_channel": "'phone'"})
    landed = project.land_one()
    (said,) = read_rows(landed, "feedback")
    assert (said["text"], said["occurred_at"]) == ("Hello", datetime(2026, 4, 1, 9))
    assert json.loads(str(said["traits"])) == {"conversation_channel": "phone"}
    (reply,) = read_rows(landed, "events")
    assert reply["object_hash"] == said["object_hash"]
    assert landed.unmapped_columns == ()
