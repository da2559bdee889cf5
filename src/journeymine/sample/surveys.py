"""Answers to surveys: satisfaction after an order (CSAT), effort after a ticket (CES), recommendation (NPS)."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import DAY_MICROSECONDS, Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.people import People
from journeymine.sample.tables import Rows, Table, make_rows
from journeymine.sample.voice import NEGATIVE, NEUTRAL, POSITIVE, list_texts, write_comments

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
)
# Scores by survey (rows) and sentiment: lowest and highest.
_SCORES = np.array([[[4, 5], [3, 4], [1, 2]], [[6, 7], [4, 5], [1, 3]], [[9, 10], [7, 8], [0, 6]]])
_THEMES = (("checkout", "delivery", "price"), ("support", "app"), ("product", "store", "app", "price", "request"))


def list_answers(
    draws: Draws, people: People, behaviour: Behaviour, tickets: pl.DataFrame, calendar: Calendar
) -> tuple[Rows, pl.DataFrame]:
    """List who answered which survey, with comments, and the truth about those texts."""
    first = int(people.person[0])
    bought = behaviour.purchases.select(
        "person", base=calendar.start_microseconds + pl.col("day") * DAY_MICROSECONDS + 10 * 3_600_000_000
    )
    solved = tickets.filter(pl.col("solved").is_not_null()).select("person", base="solved")
    day = people.arrival_day + (draws.uniform("nps day", people.person) * (calendar.days - people.arrival_day)).astype(
        np.int64
    )
    known = pl.DataFrame(
        {"person": people.person, "base": calendar.start_microseconds + day * DAY_MICROSECONDS + 9 * 3_600_000_000}
    ).filter(day < behaviour.leaving_day)
    parts = []
    for survey, (frame, chance, wait) in enumerate(((bought, 0.4, 5), (solved, 0.35, 1), (known, 0.35, 1))):
        who, base = frame["person"].to_numpy(), frame["base"].to_numpy()
        keep = people.is_known[who - first] & draws.chance("answers survey", chance, who, base, survey)
        at = base + ((wait + draws.uniform("survey wait", who, base, survey)) * DAY_MICROSECONDS).astype(np.int64)
        parts.append(pl.DataFrame({"person": who, "survey_number": np.full(len(who), survey), "at": at}).filter(keep))
    answers = pl.concat(parts).filter(pl.col("at") < calendar.end_microseconds).sort("person", "at", "survey_number")
    answers = answers.unique(["person", "survey_number", "at"], keep="first", maintain_order=True)
    who, at, number = (answers[c].to_numpy() for c in ("person", "at", "survey_number"))
    turn = answers.select(n=pl.int_range(pl.len()).over("person"))["n"].to_numpy()
    key = who * 64 + turn
    weights = np.array([[0.35, 0.3, 0.35], [0.7, 0.2, 0.1], [0.6, 0.25, 0.15], [0.4, 0.3, 0.3]])[
        people.segment[who - first]
    ]
    mood = np.array([POSITIVE, NEUTRAL, NEGATIVE])[draws.choose("mood", weights, key)]
    span = _SCORES[number, mood]
    score = span[:, 0] + draws.integers("score", span[:, 1] - span[:, 0] + 1, key)
    comments, themes = _write_by_survey(draws, people, who, key, mood, number)
    says = draws.chance("says something", 0.7, key)
    texts = [text if said else "" for text, said in zip(comments, says, strict=True)]
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
    truth = list_texts(rows["response_id"], "surveys.csv", people, who, mood, themes, texts)
    return make_rows(SURVEY, rows), truth


def _write_by_survey(
    draws: Draws, people: People, who: np.ndarray, key: np.ndarray, mood: np.ndarray, number: np.ndarray
) -> tuple[list[str], list[str]]:
    """Write comments on what each survey asked about, in the order of the answers."""
    texts, themes = [""] * len(who), [""] * len(who)
    for survey in range(len(_SURVEYS)):
        places = np.flatnonzero(number == survey)
        written, named = write_comments(
            draws, "survey", people, who[places], key[places], mood[places], _THEMES[survey]
        )
        for place, text, theme in zip(places, written, named, strict=True):
            texts[place], themes[place] = text, theme
    return texts, themes
