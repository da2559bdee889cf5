"""Zendesk-shaped tables: users, tickets with comments, field history and satisfaction ratings."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.crm import spell_phone
from journeymine.sample.dates import Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.people import People
from journeymine.sample.tables import Rows, Table, make_rows, write_moment
from journeymine.sample.voice import NEGATIVE, NEUTRAL, POSITIVE, list_texts, write_comments

USER = Table(
    "zendesk/user.csv",
    ("id", "_fivetran_synced", "active", "created_at", "email", "external_id", "locale", "name", "phone", "role", "suspended", "updated_at", "verified"),
)
TICKET = Table(
    "zendesk/ticket.csv",
    (
        "id", "_fivetran_synced", "assignee_id", "brand_id", "created_at", "description", "group_id", "is_public", "priority",
        "requester_id", "status", "subject", "submitter_id", "type", "updated_at", "via_channel",
    ),
    "created_at",
)  # fmt: skip
COMMENT = Table("zendesk/ticket_comment.csv", ("id", "_fivetran_synced", "body", "created", "public", "ticket_id", "user_id"), "created")
HISTORY = Table("zendesk/ticket_field_history.csv", ("field_name", "ticket_id", "updated", "_fivetran_synced", "user_id", "value"), "updated")
RATING = Table(
    "zendesk/satisfaction_rating.csv",
    ("id", "_fivetran_synced", "assignee_id", "comment", "created_at", "group_id", "requester_id", "score", "ticket_id", "updated_at"),
    "created_at",
)

TYPES = ("question", "incident", "problem")
_SUBJECTS = (("A question", "Вопрос", "Pytanie"), ("Something does not work", "Что-то не работает", "Coś nie działa"), ("Complaint", "Жалоба", "Reklamacja"))
_AGENT_TEXTS = (
    ("Thank you for writing, here is what you can do.", "We have sent a replacement.", "This should work now."),
    ("Спасибо за обращение, вот что можно сделать.", "Мы отправили замену.", "Теперь всё должно работать."),
    ("Dziękujemy za wiadomość, oto co można zrobić.", "Wysłaliśmy nową część.", "Teraz powinno działać."),
)


def list_tickets(draws: Draws, people: People, behaviour: Behaviour, calendar: Calendar) -> pl.DataFrame:
    """Plan the tickets of a chunk's people: after a purchase, after a failed checkout, or out of the blue.

    Returns:
        One row per ticket: ticket (number), person, row, type (index into TYPES), subject and moments (microseconds
        UTC) created, replied, answered, solved, reopened, closed, rated; null where it did not happen.
    """
    first = int(people.person[0])
    parts = []
    for cause, frame, chance, spread in (
        (0, behaviour.purchases, 0.16, 14),
        (1, behaviour.failures, 0.30, 2),
    ):
        who, day = frame["person"].to_numpy(), frame["day"].to_numpy()
        opened = day + draws.integers("ticket delay", spread, who, day, cause)
        keep = people.is_known[who - first] & draws.chance("ticket", chance, who, day, cause)
        parts.append(pl.DataFrame({"person": who, "day": opened, "cause": np.full(len(who), cause)}).filter(keep))
    who = people.person[people.is_known & draws.chance("odd ticket", 0.03, people.person)]
    span = calendar.days - people.arrival_day[who - first]
    day = people.arrival_day[who - first] + (draws.uniform("odd ticket day", who) * span).astype(np.int64)
    parts.append(pl.DataFrame({"person": who, "day": day, "cause": np.full(len(who), 2)}))
    tickets = pl.concat(parts).unique(["person", "cause", "day"], keep="first", maintain_order=True).sort("person", "day", "cause")
    who, day, cause = (tickets[c].to_numpy() for c in ("person", "day", "cause"))
    key = (who * 4096 + day) * 4 + cause
    weights = np.array([[0.5, 0.35, 0.15], [0.1, 0.55, 0.35], [0.6, 0.25, 0.15]])[cause]
    created = calendar.moments(day, 7.5 * 3600 + 14 * 3600 * draws.uniform("ticket second", key))
    hours = 3_600_000_000
    replied = created + (np.exp(1.6 + 0.9 * draws.normal("reply hours", key)) * hours).astype(np.int64)
    answers = draws.chance("customer answers", 0.45, key)
    answered = replied + (np.exp(0.8 + draws.normal("answer hours", key)) * hours).astype(np.int64)
    solved = np.where(answers, answered, replied) + (np.exp(2.2 + 0.8 * draws.normal("solve hours", key)) * hours).astype(np.int64)
    reopens = draws.chance("reopens", np.array([0.06, 0.16, 0.26])[draws.choose("ticket type", weights, key)], key)
    reopened = solved + (np.exp(2.5 + 0.7 * draws.normal("reopen hours", key)) * hours).astype(np.int64)
    closed = reopened + (np.exp(3.0 + 0.7 * draws.normal("close hours", key)) * hours).astype(np.int64)
    rated = np.where(reopens, closed, solved) + (draws.uniform("rating hours", key) * 40 * hours).astype(np.int64)
    frame = tickets.with_columns(
        pl.Series("ticket", key), pl.Series("row", who - first), pl.Series("type", draws.choose("ticket type", weights, key)),
        pl.Series("created", created), pl.Series("replied", replied), pl.Series("solved", solved), pl.Series("reopens", reopens),
        answered=pl.when(pl.Series(answers)).then(pl.Series(answered)),
        reopened=pl.when(pl.Series(reopens)).then(pl.Series(reopened)),
        closed=pl.when(pl.Series(reopens)).then(pl.Series(closed)),
        rated=pl.when(pl.Series(draws.chance("rates", 0.35, key))).then(pl.Series(rated)),
        agent=pl.Series(np.array(company.AGENTS)[draws.integers("agent", len(company.AGENTS), key)]).cast(pl.String),
    )  # fmt: skip
    end = calendar.end_microseconds
    names = ["replied", "answered", "solved", "reopened", "closed", "rated"]
    frame = frame.filter(pl.col("created") < end).with_columns([pl.when(pl.col(n) < end).then(n).alias(n) for n in names])
    return frame.join(people.frame.select("person", "support_id", "email", "dialling", "subscriber", "phone", "user_id", "language", "first_name"), on="person", how="left", maintain_order="left").with_columns(
        ticket_id=pl.format("{}", pl.col("ticket") + 1000)
    )


def list_support_rows(draws: Draws, people: People, tickets: pl.DataFrame) -> tuple[list[Rows], pl.DataFrame]:
    """Write the five tables of a chunk's tickets, and the truth about the texts in them."""
    key, person = tickets["ticket"].to_numpy(), tickets["person"].to_numpy()
    kind = tickets["type"].to_numpy()
    mood = np.where(kind == 0, NEUTRAL, np.where(draws.chance("angry", 0.8, key), NEGATIVE, NEUTRAL))
    asked, asked_themes = write_comments(draws, "description", people, person, key, mood, ("app", "product", "delivery", "checkout"))
    later = np.where(tickets["reopens"].to_numpy(), NEGATIVE, np.where(draws.chance("thanks", 0.6, key), POSITIVE, NEUTRAL))
    answer, answer_themes = write_comments(draws, "answer", people, person, key, later, ("support",))
    happy = (later == POSITIVE) | ((later == NEUTRAL) & draws.chance("good", 0.7, key))
    review_mood = np.where(happy, POSITIVE, NEGATIVE)
    review, review_themes = write_comments(draws, "rating", people, person, key, review_mood, ("support",))
    has_review = draws.chance("rating comment", 0.5, key)
    agent_text = np.array(_AGENT_TEXTS)[people.language[tickets["row"].to_numpy()], draws.integers("agent text", 3, key)]
    frame = tickets.with_columns(
        asked=pl.Series(asked, dtype=pl.String), answer=pl.Series(answer, dtype=pl.String), agent_text=pl.Series(agent_text).cast(pl.String),
        review=pl.when(pl.Series(has_review)).then(pl.Series(review, dtype=pl.String)).otherwise(pl.lit("")),
        score=pl.when(pl.Series(happy)).then(pl.lit("good")).otherwise(pl.lit("bad")),
    )  # fmt: skip
    rows = [_users(people, tickets), _tickets(frame), _comments(frame), _history(frame), _ratings(frame)]
    rated = frame["rated"].is_not_null().to_numpy()
    answers = frame["answered"].is_not_null().to_numpy()
    truth = [
        _truth(people, frame, "zendesk/ticket.csv", pl.col("ticket_id"), "asked", mood, asked_themes, None),
        _truth(people, frame, "zendesk/ticket_comment.csv", pl.format("{}", pl.col("ticket") * 8 + 3), "answer", later, answer_themes, answers),
        _truth(people, frame, "zendesk/satisfaction_rating.csv", pl.format("{}", pl.col("ticket") + 7), "review", review_mood, review_themes, rated),
    ]
    return rows, pl.concat(truth)


def _truth(people: People, frame: pl.DataFrame, file: str, record: pl.Expr, column: str, mood: np.ndarray, themes: list[str], keep: np.ndarray | None) -> pl.DataFrame:
    record_id = frame.select(r=record)["r"]
    texts = frame[column] if keep is None else frame.select(t=pl.when(pl.Series(keep)).then(column).otherwise(pl.lit("")))["t"]
    return list_texts(record_id, file, people, frame["person"].to_numpy(), mood, themes, texts.to_list())


def _users(people: People, tickets: pl.DataFrame) -> Rows:
    users = tickets.group_by("person", maintain_order=True).agg(pl.all().first())
    row = users["row"].to_numpy()
    frame = users.with_columns(
        key=pl.col("person"), arrives="created", id="support_id", _fivetran_synced=write_moment(pl.col("created") + 60_000_000), active=pl.lit("TRUE"),
        created_at=write_moment("created"), updated_at=write_moment("created"), external_id=pl.when(pl.Series(people.has_account[row])).then("user_id"),
        locale="language", name=pl.col("first_name").str.to_titlecase(), phone=pl.when(pl.Series(people.has_phone[row])).then(spell_phone((pl.col("person") + 1) % 3)),
        role=pl.lit("end-user"), suspended=pl.lit("false"), verified=pl.lit("true"),
    )  # fmt: skip
    return make_rows(USER, frame)


def _tickets(tickets: pl.DataFrame) -> Rows:
    """Deliver a ticket when it is created, and again, with its new status, whenever that changes."""
    states = [("created", "new"), ("solved", "solved"), ("reopened", "open"), ("closed", "solved")]
    parts = [
        tickets.filter(pl.col(moment).is_not_null()).with_columns(status=pl.lit(status), arrives=moment, number=pl.lit(number))
        for number, (moment, status) in enumerate(states)
    ]
    frame = pl.concat(parts).with_columns(
        key=pl.col("ticket") * 8 + pl.col("number"), id="ticket_id", _fivetran_synced=write_moment(pl.col("arrives") + 60_000_000),
        assignee_id="agent", brand_id=pl.lit("360003529474"), created_at=write_moment("created"), description="asked", group_id=pl.lit("77"),
        is_public=pl.lit("TRUE"), priority=pl.when(pl.col("type") == 2).then(pl.lit("high")).otherwise(pl.lit("normal")),
        requester_id="support_id", submitter_id="support_id", updated_at=write_moment("arrives"),
        subject=_subject(), type=pl.col("type").replace_strict(dict(enumerate(TYPES)), return_dtype=pl.String),
        via_channel=pl.when(pl.col("ticket") % 3 == 0).then(pl.lit("email")).otherwise(pl.lit("web")),
    )  # fmt: skip
    return make_rows(TICKET, frame)


def _subject() -> pl.Expr:
    names = {f"{kind}{language}": _SUBJECTS[kind][number] for kind in range(3) for number, language in enumerate(company.LANGUAGES)}
    return pl.concat_str(pl.col("type").cast(pl.String), "language").replace_strict(names, return_dtype=pl.String)


def _comments(tickets: pl.DataFrame) -> Rows:
    """Write the first message, the agent's reply, the customer's answer and the agent's last word."""
    parts = [
        tickets.filter(pl.col(moment).is_not_null()).with_columns(arrives=moment, body=body, user=user, number=pl.lit(number))
        for number, (moment, body, user) in enumerate(
            [("created", "asked", "support_id"), ("replied", "agent_text", "agent"), ("answered", "answer", "support_id")], start=1
        )
    ]
    frame = pl.concat(parts).with_columns(
        key=pl.col("ticket") * 8 + pl.col("number"), id=pl.format("{}", pl.col("ticket") * 8 + pl.col("number")), user_id="user",
        _fivetran_synced=write_moment(pl.col("arrives") + 60_000_000), created=write_moment("arrives"), public=pl.lit("TRUE"),
    )  # fmt: skip
    return make_rows(COMMENT, frame)


def _history(tickets: pl.DataFrame) -> Rows:
    states = [("created", "status", "new"), ("replied", "status", "pending"), ("solved", "status", "solved"), ("reopened", "status", "open"), ("closed", "status", "solved"), ("replied", "assignee_id", None)]
    parts = [
        tickets.filter(pl.col(moment).is_not_null()).with_columns(
            arrives=moment, field_name=pl.lit(name), value=pl.col("agent") if value is None else pl.lit(value),
            user_id=pl.when(pl.lit(value == "open") | pl.lit(value == "new")).then("support_id").otherwise("agent"), number=pl.lit(number),
        )  # fmt: skip
        for number, (moment, name, value) in enumerate(states)
    ]
    frame = pl.concat(parts).with_columns(
        key=pl.col("ticket") * 8 + pl.col("number"), updated=write_moment("arrives"), _fivetran_synced=write_moment(pl.col("arrives") + 60_000_000)
    )
    return make_rows(HISTORY, frame)


def _ratings(tickets: pl.DataFrame) -> Rows:
    frame = tickets.filter(pl.col("rated").is_not_null()).with_columns(
        key=pl.col("ticket"), arrives="rated", id=pl.format("{}", pl.col("ticket") + 7), _fivetran_synced=write_moment(pl.col("rated") + 60_000_000),
        assignee_id="agent", comment="review", created_at=write_moment("rated"), group_id=pl.lit("77"), requester_id="support_id",
        updated_at=write_moment("rated"),
    )  # fmt: skip
    return make_rows(RATING, frame)
