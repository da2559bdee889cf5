"""Chats on the site and in the app: what a customer asks, the reply, sometimes a last word. One row a message."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, habits
from journeymine.sample.behaviour import TABLET_SLOT
from journeymine.sample.dates import Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.people import People
from journeymine.sample.tables import Rows, Table, make_rows
from journeymine.sample.visits import APP, BROWSE
from journeymine.sample.voice import NEGATIVE, NEUTRAL, POSITIVE, list_texts, write_comments

CHAT = Table(
    "chats.csv",
    (
        "conversation_id",
        "message_id",
        "occurred_at",
        "speaker",
        "agent",
        "conversation_channel",
        "user_id",
        "device_id",
        "text",
    ),
    "occurred_at",
    is_broken=False,
)
SECOND = 1_000_000
_REPLY = "Thank you, I am looking into it."


def list_chats(draws: Draws, people: People, visits: pl.DataFrame, calendar: Calendar) -> tuple[Rows, pl.DataFrame]:
    """List the messages of chats begun during visits, and the truth about the customers' texts.

    Who is logged in is known by their account, everyone else by the device; on a shared device nobody chats.
    """
    own = visits.filter(pl.col("kind").is_in([BROWSE, APP]) & (pl.col("slot") < TABLET_SLOT))
    key = own["visit_key"].to_numpy()
    begins = draws.chance("chat", habits.CHATS[own["segment"].to_numpy()], key)
    chats = own.filter(begins)
    key, person, row = (chats[name].to_numpy() for name in ("visit_key", "person", "row"))
    asked_at = chats["started"].to_numpy() + (60 + draws.integers("chat begins", 500, key)) * SECOND
    replied_at = asked_at + (15 + draws.integers("chat reply", 160, key)) * SECOND
    answered_at = replied_at + (20 + draws.integers("chat answer", 90, key)) * SECOND
    asked_mood = np.where(draws.chance("chat angry", 0.35, key), NEGATIVE, NEUTRAL)
    last_mood = np.where(draws.chance("chat helped", 0.6, key), POSITIVE, NEUTRAL)
    answers = draws.chance("chat answered", 0.35, key)
    asked = write_comments(
        draws, "chat", people, person, key, asked_mood, ("product", "price", "delivery", "checkout", "app")
    )
    last = write_comments(draws, "chat answer", people, person, key, last_mood, ("support",))
    agent = pl.Series(np.array(company.AGENTS)[draws.integers("chat agent", len(company.AGENTS), key)]).cast(pl.String)
    account = pl.Series(people.frame["user_id"]).gather(row)
    chats = chats.with_columns(
        conversation_id=pl.format("H{}", "visit_key"),
        conversation_channel=pl.when(pl.col("kind") == APP).then(pl.lit("app")).otherwise(pl.lit("web")),
        user_id=pl.when("has_login").then(account),
        device_id="device",
    )
    customer, company_side = pl.lit("customer"), pl.lit("agent")
    messages = (
        (chats.with_columns(arrives=pl.Series(asked_at), text=pl.Series(asked.texts, dtype=pl.String)), customer),
        (chats.with_columns(arrives=pl.Series(replied_at), text=pl.lit(_REPLY), agent=agent), company_side),
        (
            chats.with_columns(arrives=pl.Series(answered_at), text=pl.Series(last.texts, dtype=pl.String)).filter(
                answers
            ),
            customer,
        ),
    )
    parts = [
        frame.with_columns(
            key=pl.col("visit_key") * 4 + number,
            message_id=pl.format("M{}", pl.col("visit_key") * 4 + number),
            speaker=speaker,
            occurred_at=pl.from_epoch("arrives", time_unit="us").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for number, (frame, speaker) in enumerate(messages)
    ]
    rows = pl.concat(parts, how="diagonal").filter(pl.col("arrives") < calendar.end_microseconds)
    truth = [
        list_texts(
            pl.Series("record_id", key * 4 + number).cast(pl.String).str.replace("^", "M"),
            CHAT.file,
            people,
            person,
            mood,
            comments,
            is_said & (at < calendar.end_microseconds),
        )
        for number, mood, comments, is_said, at in (
            (0, asked_mood, asked, np.ones(len(key), dtype=bool), asked_at),
            (2, last_mood, last, answers, answered_at),
        )
    ]
    return make_rows(CHAT, rows), pl.concat(truth)
