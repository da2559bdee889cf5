"""Zendesk-shaped tables: users, tickets with comments, field history and satisfaction ratings."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, zendesk
from journeymine.sample.draws import Draws
from journeymine.sample.people import People, write_phone
from journeymine.sample.tables import Rows, make_rows, write_moment
from journeymine.sample.tickets import TYPES
from journeymine.sample.voice import NEGATIVE, NEUTRAL, POSITIVE, list_texts, write_comments

_SUBJECTS = (
    ("A question", "Вопрос", "Pytanie"),
    ("Something does not work", "Что-то не работает", "Coś nie działa"),
    ("Complaint", "Жалоба", "Reklamacja"),
)
_AGENT_TEXTS = (
    ("Thank you for writing, here is what you can do.", "We have sent a replacement.", "This should work now."),
    ("Спасибо за обращение, вот что можно сделать.", "Мы отправили замену.", "Теперь всё должно работать."),
    ("Dziękujemy za wiadomość, oto co można zrobić.", "Wysłaliśmy nową część.", "Teraz powinno działać."),
)


def list_support_rows(draws: Draws, people: People, tickets: pl.DataFrame) -> tuple[list[Rows], pl.DataFrame]:
    """Write the five tables of a chunk's tickets, and the truth about the texts in them."""
    key, person = tickets["ticket"].to_numpy(), tickets["person"].to_numpy()
    kind = tickets["type"].to_numpy()
    mood = np.where(kind == 0, NEUTRAL, np.where(draws.chance("angry", 0.8, key), NEGATIVE, NEUTRAL))
    asked = write_comments(draws, "description", people, person, key, mood, ("app", "product", "delivery", "checkout"))
    later = np.where(
        tickets["reopens"].to_numpy(), NEGATIVE, np.where(draws.chance("thanks", 0.6, key), POSITIVE, NEUTRAL)
    )
    answer = write_comments(draws, "answer", people, person, key, later, ("support",))
    happy = (later == POSITIVE) | ((later == NEUTRAL) & draws.chance("good", 0.7, key))
    review_mood = np.where(happy, POSITIVE, NEGATIVE)
    review = write_comments(draws, "rating", people, person, key, review_mood, ("support",))
    has_review = draws.chance("rating comment", 0.5, key)
    agent_text = np.array(_AGENT_TEXTS)[
        people.language[tickets["row"].to_numpy()], draws.integers("agent text", 3, key)
    ]
    frame = tickets.with_columns(
        asked=pl.Series(asked.texts, dtype=pl.String),
        answer=pl.Series(answer.texts, dtype=pl.String),
        agent_text=pl.Series(agent_text).cast(pl.String),
        review=pl.when(pl.Series(has_review)).then(pl.Series(review.texts, dtype=pl.String)).otherwise(pl.lit("")),
        score=pl.when(pl.Series(happy)).then(pl.lit("good")).otherwise(pl.lit("bad")),
    )
    rows = [_users(people, tickets), _tickets(frame), _comments(frame), _history(frame), _ratings(frame)]
    person = frame["person"].to_numpy()
    spoken = (
        ("zendesk/ticket.csv", pl.col("ticket_id"), mood, asked, pl.lit(True)),
        ("zendesk/ticket_comment.csv", _number_comment(3), later, answer, pl.col("answered").is_not_null()),
        (
            "zendesk/satisfaction_rating.csv",
            pl.format("{}", pl.col("ticket") + 7),
            review_mood,
            review,
            pl.col("rated").is_not_null() & (pl.col("review") != ""),
        ),
    )
    truth = [
        list_texts(
            frame.select(r=record)["r"],
            file,
            people,
            person,
            sentiment,
            comments,
            np.broadcast_to(frame.select(s=is_said)["s"].to_numpy(), person.shape),
        )
        for file, record, sentiment, comments, is_said in spoken
    ]
    return rows, pl.concat(truth)


def _number_comment(number: int) -> pl.Expr:
    """Number the messages of a ticket: the first, the agent's reply, the customer's answer."""
    return pl.format("{}", pl.col("ticket") * 8 + number)


def _users(people: People, tickets: pl.DataFrame) -> Rows:
    users = tickets.group_by("person", maintain_order=True).agg(pl.all().first())
    row = users["row"].to_numpy()
    frame = users.with_columns(
        key=pl.col("person"),
        arrives="created",
        id="support_id",
        _fivetran_synced=write_moment(pl.col("created") + 60_000_000),
        active=pl.lit("TRUE"),
        created_at=write_moment("created"),
        updated_at=write_moment("created"),
        external_id=pl.when(pl.Series(people.has_account[row])).then("user_id"),
        locale="language",
        name=pl.col("first_name").str.to_titlecase(),
        phone=pl.when(pl.Series(people.has_phone[row])).then(write_phone((pl.col("person") + 1) % 3)),
        role=pl.lit("end-user"),
        suspended=pl.lit("false"),
        verified=pl.lit("true"),
    )
    return make_rows(zendesk.USER, frame)


def _tickets(tickets: pl.DataFrame) -> Rows:
    """Deliver a ticket when it is created, and again, with its new status, whenever that changes."""
    states = [("created", "new"), ("solved", "solved"), ("reopened", "open"), ("closed", "solved")]
    parts = [
        tickets.filter(pl.col(moment).is_not_null()).with_columns(
            status=pl.lit(status), arrives=moment, number=pl.lit(number)
        )
        for number, (moment, status) in enumerate(states)
    ]
    frame = pl.concat(parts).with_columns(
        key=pl.col("ticket") * 8 + pl.col("number"),
        id="ticket_id",
        _fivetran_synced=write_moment(pl.col("arrives") + 60_000_000),
        assignee_id="agent",
        brand_id=pl.lit("360003529474"),
        created_at=write_moment("created"),
        description="asked",
        group_id=pl.lit("77"),
        is_public=pl.lit("TRUE"),
        priority=pl.when(pl.col("type") == 2).then(pl.lit("high")).otherwise(pl.lit("normal")),
        requester_id="support_id",
        submitter_id="support_id",
        updated_at=write_moment("arrives"),
        subject=_subject(),
        type=pl.col("type").replace_strict(dict(enumerate(TYPES)), return_dtype=pl.String),
        via_channel=pl.when(pl.col("ticket") % 3 == 0).then(pl.lit("email")).otherwise(pl.lit("web")),
    )
    return make_rows(zendesk.TICKET, frame)


def _subject() -> pl.Expr:
    names = {
        f"{kind}{language}": _SUBJECTS[kind][number]
        for kind in range(3)
        for number, language in enumerate(company.LANGUAGES)
    }
    return pl.concat_str(pl.col("type").cast(pl.String), "language").replace_strict(names, return_dtype=pl.String)


def _comments(tickets: pl.DataFrame) -> Rows:
    """Write the first message, the agent's reply, the customer's answer and the agent's last word."""
    parts = [
        tickets.filter(pl.col(moment).is_not_null()).with_columns(
            arrives=moment, body=body, user=user, number=pl.lit(number)
        )
        for number, (moment, body, user) in enumerate(
            [
                ("created", "asked", "support_id"),
                ("replied", "agent_text", "agent"),
                ("answered", "answer", "support_id"),
            ],
            start=1,
        )
    ]
    frame = pl.concat(parts).with_columns(
        key=pl.col("ticket") * 8 + pl.col("number"),
        id=pl.format("{}", pl.col("ticket") * 8 + pl.col("number")),
        user_id="user",
        _fivetran_synced=write_moment(pl.col("arrives") + 60_000_000),
        created=write_moment("arrives"),
        public=pl.lit("TRUE"),
    )
    return make_rows(zendesk.COMMENT, frame)


def _history(tickets: pl.DataFrame) -> Rows:
    states = [
        ("created", "status", "new"),
        ("replied", "status", "pending"),
        ("solved", "status", "solved"),
        ("reopened", "status", "open"),
        ("closed", "status", "solved"),
        ("replied", "assignee_id", None),
    ]
    parts = [
        tickets.filter(pl.col(moment).is_not_null()).with_columns(
            arrives=moment,
            field_name=pl.lit(name),
            value=pl.col("agent") if value is None else pl.lit(value),
            user_id=pl.when(pl.lit(value == "open") | pl.lit(value == "new")).then("support_id").otherwise("agent"),
            number=pl.lit(number),
        )
        for number, (moment, name, value) in enumerate(states)
    ]
    frame = pl.concat(parts).with_columns(
        key=pl.col("ticket") * 8 + pl.col("number"),
        updated=write_moment("arrives"),
        _fivetran_synced=write_moment(pl.col("arrives") + 60_000_000),
    )
    return make_rows(zendesk.HISTORY, frame)


def _ratings(tickets: pl.DataFrame) -> Rows:
    frame = tickets.filter(pl.col("rated").is_not_null()).with_columns(
        key=pl.col("ticket"),
        arrives="rated",
        id=pl.format("{}", pl.col("ticket") + 7),
        _fivetran_synced=write_moment(pl.col("rated") + 60_000_000),
        assignee_id="agent",
        comment="review",
        created_at=write_moment("rated"),
        group_id=pl.lit("77"),
        requester_id="support_id",
        updated_at=write_moment("rated"),
    )
    return make_rows(zendesk.RATING, frame)
