"""Salesforce by its own column names, and what happens to orders in Shopify."""

from __future__ import annotations

import json
from datetime import datetime

from journeymine.contracts.landed import LandedFile

from .conftest import Project, read, reasons

LEADS = (
    "Id,IsDeleted,Email,LeadSource,Industry,IsConverted,ConvertedDate,ConvertedContactId,ConvertedOpportunityId,CreatedDate\n"
    "00Q1,false,anna@x.example,Web,retail,true,2026-02-03,0031,0061,2026-02-01T09:00:00.000+0000\n"
    "00Q2,false,,Trade show,,false,,,,2026-02-02T09:00:00.000+0000\n"
    "00Q3,true,x@x.example,Web,,false,,,,2026-02-02T09:00:00.000+0000\n"
)
CONTACTS = (
    "Id,IsDeleted,MasterRecordId,Email,MobilePhone,Title,MailingCountryCode,LastModifiedDate\n"
    "0031,false,,anna@x.example,+48601234567,Buyer,PL,2026-02-04T09:00:00.000+0000\n"
    "0032,true,0031,anna@old.example,,,,2026-02-04T09:00:00.000+0000\n"
)
TASKS = (
    "Id,WhoId,WhatId,TaskSubtype,CallType,Status,IsClosed,ActivityDate,CreatedDate\n"
    "00T1,0031,0061,Call,Inbound,Completed,true,2026-02-05,2026-02-01T09:00:00.000+0000\n"
    "00T2,00Q2,,Email,,Completed,true,,2026-02-06T10:30:00.000+0000\n"
    "00T3,00Q2,,Task,,Not Started,false,2031-01-01,2026-02-06T10:30:00.000+0000\n"
)
OPPORTUNITIES = (
    "Id,IsDeleted,StageName,Amount,IsClosed,IsWon,CloseDate,CreatedDate\n"
    "0061,false,Closed Won,1200.50,true,true,2026-03-01,2026-02-03T09:00:00.000+0000\n"
    "0062,false,Closed Lost,80,true,false,2026-03-02,2026-02-03T09:00:00.000+0000\n"
    "0063,false,Prospecting,80,false,false,2031-03-02,2026-02-03T09:00:00.000+0000\n"
)
STAGES = (
    "Id,OpportunityId,StageName,CreatedDate\n"
    "1,0061,Prospecting,2026-02-03T09:00:00.000+0000\n"
    "2,0061,Prospecting,2026-02-04T09:00:00.000+0000\n"
    "3,0061,Negotiation,2026-02-10T09:00:00.000+0000\n"
    "4,0061,Prospecting,2026-02-12T09:00:00.000+0000\n"
    "5,0061,Closed Won,2026-03-01T09:00:00.000+0000\n"
)
ORDERS = (
    "id,email,currency,total_price,created_at,processed_at,updated_at,customer_id,test,cancelled_at,cancel_reason,referring_site\n"
    "9,anna@x.example,EUR,30.00,2026-02-01 10:00:00,2026-02-01 10:00:05,2026-02-03 10:00:00,7,FALSE,"
    "2026-02-03 10:00:00,customer,https://www.google.com/\n"
    "10,anna@x.example,EUR,1.00,2026-02-01 11:00:00,,2026-02-01 11:00:00,7,TRUE,,,\n"
)
TRANSACTIONS = (
    "id,order_id,refund_id,amount,created_at,processed_at,currency,kind,status,test,error_code,gateway\n"
    "1,9,,30.00,2026-02-01 09:59:00,,EUR,sale,failure,FALSE,card_declined,cards\n"
    "2,9,,30.00,2026-02-01 10:00:00,,EUR,sale,success,FALSE,,cards\n"
    "3,9,55,12.50,2026-02-04 10:00:00,,EUR,refund,success,FALSE,,cards\n"
)
REFUNDS = "id,created_at,processed_at,restock,order_id\n55,2026-02-04 10:00:00,,TRUE,9\n"


def land_tables(project: Project, kind: str, **contents: str) -> dict[str | None, LandedFile]:
    for name, content in contents.items():
        project.write(f"{kind}/{name}.csv", content)
    project.source(kind, kind=kind, path=f"{kind}/")
    result = project.land()
    assert not result.refused, result.refused
    return {landed.table: landed for landed in result.landed}


def read_events(landed: LandedFile) -> list[dict[str, object]]:
    events = read(landed, "events").join(read(landed, "event_kinds"), on="event_kind_id")
    return (
        events.join(read(landed, "key_sets"), on="key_set_id", how="left").sort("occurred_at", "event_name").to_dicts()
    )


def test_converted_lead_is_the_contact_it_became(project: Project) -> None:
    tables = land_tables(project, "salesforce", Lead=LEADS, Contact=CONTACTS)
    people = read(tables["contact"], "people").join(read(tables["contact"], "key_sets"), on="key_set_id")
    anna = people.filter(people["job_role"] == "Buyer").to_dicts()[0]
    (link,) = read(tables["lead"], "links").to_dicts()
    assert (link["to_hash"], link["link_reason"]) == (anna["crm_id_hash"], "lead_converted")
    (merge,) = read(tables["contact"], "links").to_dicts()
    assert (merge["to_hash"], merge["link_reason"]) == (anna["crm_id_hash"], "crm_merge")
    assert tables["lead"].skipped_counts == {"deleted in the source": 1}


def test_lead_from_the_website_is_the_customers_act(project: Project) -> None:
    created, other, converted = read_events(land_tables(project, "salesforce", Lead=LEADS)["lead"])
    assert [created["event_name"], other["event_name"], converted["event_name"]] == [
        "lead_created",
        "lead_created",
        "lead_converted",
    ]
    assert [created["actor"], other["actor"], converted["actor"]] == ["customer", "company", "company"]
    assert converted["occurred_at"] == datetime(2026, 2, 3)
    assert json.loads(str(converted["props"])) == {"is_date_only": "true"}


def test_task_stands_at_its_day_and_only_when_done(project: Project) -> None:
    task = land_tables(project, "salesforce", Task=TASKS)["task"]
    call, email = read_events(task)
    assert (call["event_name"], call["actor"], call["occurred_at"]) == ("crm_call", "customer", datetime(2026, 2, 5))
    assert json.loads(str(call["props"]))["is_date_only"] == "true"
    assert (email["event_name"], email["actor"], email["props"]) == ("crm_email", "company", None)
    assert email["occurred_at"] == datetime(2026, 2, 6, 10, 30)
    assert task.skipped_counts == {"a task that is not done": 1}
    assert reasons(task) == {}


def test_task_and_opportunity_meet_at_the_opportunity(project: Project) -> None:
    tables = land_tables(project, "salesforce", Task=TASKS, Opportunity=OPPORTUNITIES)
    call = read_events(tables["task"])[0]
    won = next(event for event in read_events(tables["opportunity"]) if event["event_name"] == "opportunity_won")
    assert call["object_hash"] == won["object_hash"]
    assert str(won["amount"]) == "1200.50"


def test_opportunity_is_won_or_lost_on_its_close_date_or_open(project: Project) -> None:
    events = read_events(land_tables(project, "salesforce", Opportunity=OPPORTUNITIES)["opportunity"])
    names = [event["event_name"] for event in events]
    assert names == ["opportunity_created"] * 3 + ["opportunity_won", "opportunity_lost"]
    assert [str(event["amount"]) for event in events[3:]] == ["1200.50", "None"]


def test_every_change_of_stage_is_an_event_and_nothing_else_is(project: Project) -> None:
    history = land_tables(project, "salesforce", OpportunityHistory=STAGES)["opportunity_history"]
    stages = [json.loads(str(event["traits"]))["opportunity_stage"] for event in read_events(history)]
    assert stages == ["Prospecting", "Negotiation", "Prospecting"]
    assert history.skipped_counts == {
        "the stage did not change": 1,
        "won and lost opportunities are told by the table opportunity": 1,
    }


def test_order_may_be_cancelled_by_the_customer(project: Project) -> None:
    orders = land_tables(project, "shopify", order=ORDERS)["order"]
    placed, cancelled = read_events(orders)
    assert (placed["event_name"], str(placed["amount"]), placed["traffic_source"]) == (
        "order_placed",
        "30.00",
        "google.com",
    )
    assert placed["occurred_at"] == datetime(2026, 2, 1, 10, 0, 5)
    assert (cancelled["event_name"], cancelled["actor"], cancelled["amount"]) == ("order_cancelled", "customer", None)
    assert orders.skipped_counts == {"a test order": 1}


def test_refund_takes_its_customer_and_amount_from_order_and_payment(project: Project) -> None:
    tables = land_tables(project, "shopify", order=ORDERS, transaction=TRANSACTIONS, refund=REFUNDS)
    (refund,) = read_events(tables["refund"])
    placed = read_events(tables["order"])[0]
    assert (refund["event_name"], str(refund["amount"]), refund["currency_code"]) == ("order_refunded", "-12.50", "EUR")
    assert (refund["user_id_hash"], refund["object_hash"]) == (placed["user_id_hash"], placed["object_hash"])


def test_only_a_failed_payment_is_an_event_of_its_own(project: Project) -> None:
    payments = land_tables(project, "shopify", order=ORDERS, transaction=TRANSACTIONS)["transaction"]
    (failed,) = read_events(payments)
    assert (failed["event_name"], failed["actor"]) == ("payment_failed", "customer")
    assert json.loads(str(failed["traits"])) == {"error_code": "card_declined", "gateway": "cards"}
    assert payments.skipped_counts == {"a payment that went through is told by its order or refund": 2}


def test_amount_of_a_refund_lands_anew_when_its_payment_arrives(project: Project) -> None:
    refund = land_tables(project, "shopify", order=ORDERS, refund=REFUNDS)["refund"]
    assert read(refund, "events")["amount"].to_list() == [None]
    later = land_tables(project, "shopify", transaction=TRANSACTIONS)["refund"]
    assert [str(amount) for amount in read(later, "events")["amount"]] == ["-12.50"]
