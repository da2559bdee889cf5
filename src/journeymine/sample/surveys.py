"""Answers to surveys: satisfaction after an order (CSAT), effort after a ticket (CES), recommendation (NPS)."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import habits
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import DAY_MICROSECONDS, Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.people import People
from journeymine.sample.tables import Rows, Table, make_rows
from journeymine.sample.voice import NEGATIVE, NEUTRAL, POSITIVE, Comments, list_texts, write_comments
from journeymine.sample.voices import Voice

SURVEY = Table(
    "surveys.csv",
    (
        "response_id",
        "answered_at",
        "respondent",
        "phone",
        "survey",
        "score",
        "scale",
        "comment",
        "touchpoint",
        "stage",
        "language",
        "solicited",
    ),
    "answered_at",
)
_SURVEYS = (
    ("after order", "csat5", "Order placed", "purchase"),
    ("after ticket", "ces7", "Ticket solved", "service"),
    ("relationship", "nps", "", "loyalty"),
    ("after visit", "csat5", "Store visit", "consideration"),
)
INVITED = (0.9, 0.85, 0.75, 0.3)
ANSWERED = (0.45, 0.4, 0.5, 0.6)
"""Chances, by survey, that someone is asked, and that someone who is asked answers."""
# Scores by survey (rows) and sentiment: lowest and highest.
_SCORES = np.array(
    [[[4, 5], [3, 4], [1, 2]], [[6, 7], [4, 5], [1, 3]], [[9, 10], [7, 8], [0, 6]], [[4, 5], [3, 4], [1, 2]]]
)
_THEMES = (
    ("checkout", "delivery", "price"),
    ("support", "app"),
    ("product", "store", "app", "price", "request"),
    ("store", "product"),
)


def list_invitations(
    draws: Draws, people: People, behaviour: Behaviour, tickets: pl.DataFrame, calendar: Calendar
) -> pl.DataFrame:
    """List who is asked to answer a survey by e-mail: after orders, tickets and visits to a store, and once at all.

    Returns:
        One row per invitation: person, survey_number, sent_at, and answered_at (null where nobody answers).
    """
    first = int(people.person[0])
    noon = calendar.start_microseconds + pl.col("day") * DAY_MICROSECONDS + 10 * 3_600_000_000
    solved = tickets.filter(pl.col("solved").is_not_null()).select("person", base="solved")
    left_days = calendar.days - people.arrival_day
    day = people.arrival_day + (draws.uniform("nps day", people.person) * left_days).astype(np.int64)
    known = pl.DataFrame({"person": people.person, "day": day}).filter(day < behaviour.leaving_day)
    occasions = (
        (behaviour.purchases.select("person", base=noon), 5),
        (solved, 1),
        (known.select("person", base=noon), 1),
        (behaviour.store_visits.filter(~pl.col("bought")).select("person", base=noon), 1),
    )
    parts = []
    for survey, (frame, wait) in enumerate(occasions):
        who, base = frame["person"].to_numpy(), frame["base"].to_numpy()
        is_asked = people.is_known[who - first] & draws.chance("invited", INVITED[survey], who, base, survey)
        sent = base + wait * DAY_MICROSECONDS + draws.integers("invited at", 1_800_000_000, who, base, survey)
        hour = draws.choose("answer hour", habits.HOUR_WEIGHTS[people.segment[who - first]], who, base, survey)
        later = (sent - calendar.start_microseconds) // DAY_MICROSECONDS + 1
        at = calendar.moments(later, 3600.0 * (hour + draws.uniform("answer minute", who, base, survey)))
        answers = draws.chance("answers survey", ANSWERED[survey], who, base, survey)
        answers &= at < calendar.end_microseconds
        columns = {"person": who, "survey_number": np.full(len(who), survey), "sent_at": sent, "at": at}
        invited = pl.DataFrame(columns).filter(is_asked)
        parts.append(
            invited.select("person", "survey_number", "sent_at", at=pl.when(pl.Series(answers[is_asked])).then("at"))
        )
    invitations = pl.concat(parts).filter(pl.col("sent_at") < calendar.end_microseconds)
    return invitations.unique(["person", "survey_number", "sent_at"], keep="first", maintain_order=True).rename(
        {"at": "answered_at"}
    )


def list_answers(draws: Draws, people: People, invitations: pl.DataFrame) -> tuple[Rows, pl.DataFrame]:
    """List who answered which survey, with comments, and the truth about those texts."""
    first = int(people.person[0])
    answers = invitations.drop_nulls("answered_at").select("person", "survey_number", at="answered_at")
    answers = answers.unique(["person", "survey_number", "at"], keep="first", maintain_order=True)
    answers = answers.sort("person", "at", "survey_number")
    who, number = answers["person"].to_numpy(), answers["survey_number"].to_numpy()
    turn = answers.select(n=pl.int_range(pl.len()).over("person"))["n"].to_numpy()
    key = who * 64 + turn
    weights = np.array([[0.35, 0.3, 0.35], [0.7, 0.2, 0.1], [0.6, 0.25, 0.15], [0.4, 0.3, 0.3]])[
        people.segment[who - first]
    ]
    mood = np.array([POSITIVE, NEUTRAL, NEGATIVE])[draws.choose("mood", weights, key)]
    span = _SCORES[number, mood]
    score = span[:, 0] + draws.integers("score", span[:, 1] - span[:, 0] + 1, key)
    comments = _write_by_survey(draws, people, who, key, mood, number)
    says = draws.chance("says something", 0.7, key)
    texts = [text if said else "" for text, said in zip(comments.texts, says, strict=True)]
    pick = [pl.Series([_SURVEYS[n][field] for n in number], dtype=pl.String) for field in range(4)]
    second = people.is_merged[who - first] & draws.chance("second e-mail in survey", 0.5, key)
    gives_phone = people.has_phone[who - first] & draws.chance("phone in survey", 0.15, key)
    rows = answers.join(
        people.frame.select("person", "email", "second_email", "phone", "language"),
        on="person",
        how="left",
        maintain_order="left",
    ).with_columns(
        key=pl.Series(key),
        arrives="at",
        response_id=pl.format("S{}", pl.Series(key)),
        answered_at=pl.from_epoch("at", time_unit="us").dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        respondent=pl.when(pl.Series(second)).then("second_email").otherwise("email"),
        phone=pl.when(pl.Series(gives_phone)).then("phone"),
        survey=pick[0],
        score=pl.Series(score).cast(pl.String),
        scale=pick[1],
        comment=pl.Series(texts, dtype=pl.String),
        touchpoint=pick[2],
        stage=pick[3],
        solicited=pl.when(pl.Series(key) % 5 == 0).then(pl.lit("TRUE")).otherwise(pl.lit("true")),
    )
    truth = list_texts(rows["response_id"], "surveys.csv", people, who, mood, comments, says)
    return make_rows(SURVEY, rows), truth


def _write_by_survey(
    draws: Draws, people: People, who: np.ndarray, key: np.ndarray, mood: np.ndarray, number: np.ndarray
) -> Comments:
    """Write comments on what each survey asked about, in the order of the answers."""
    written = Comments([""] * len(who), [""] * len(who), [Voice()] * len(who))
    for survey in range(len(_SURVEYS)):
        places = np.flatnonzero(number == survey)
        some = write_comments(draws, "survey", people, who[places], key[places], mood[places], _THEMES[survey])
        for place, text, theme, voice in zip(places, some.texts, some.themes, some.voices, strict=True):
            written.texts[place], written.themes[place], written.voices[place] = text, theme, voice
    return written
