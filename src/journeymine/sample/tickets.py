"""Tickets as they run their course: opened, answered, solved, sometimes opened again, sometimes rated."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.people import People

TYPES = ("question", "incident", "problem")
"""Zendesk's types of a ticket; a problem is a complaint here."""


def list_tickets(draws: Draws, people: People, behaviour: Behaviour, calendar: Calendar) -> pl.DataFrame:
    """Plan the tickets of a chunk's people: after a purchase, after a failed checkout, or out of the blue.

    Returns:
        One row per ticket: ticket (number), person, row, type (index into TYPES), subject and moments (microseconds
        UTC) created, replied, answered, solved, reopened, closed, rated; null where it did not happen.
    """
    first = int(people.person[0])
    parts = []
    for number, frame, chance, spread in (
        (0, behaviour.purchases, 0.3, 14),
        (1, behaviour.failures, 0.30, 2),
    ):
        who, day = frame["person"].to_numpy(), frame["day"].to_numpy()
        opened = day + draws.integers("ticket delay", spread, who, day, number)
        keep = people.is_known[who - first] & draws.chance("ticket", chance, who, day, number)
        parts.append(pl.DataFrame({"person": who, "day": opened, "cause": np.full(len(who), number)}).filter(keep))
    others = people.person[people.is_known & draws.chance("odd ticket", 0.09, people.person)]
    arrived = people.arrival_day[others - first]
    opened = arrived + (draws.uniform("odd ticket day", others) * (calendar.days - arrived)).astype(np.int64)
    odd = pl.DataFrame({"person": others, "day": opened, "cause": np.full(len(others), 2)})
    parts.append(odd.filter(opened < behaviour.leaving_day[others - first]))
    tickets = (
        pl.concat(parts)
        .unique(["person", "cause", "day"], keep="first", maintain_order=True)
        .sort("person", "day", "cause")
    )
    who, day, cause = (tickets[c].to_numpy() for c in ("person", "day", "cause"))
    key = (who * 4096 + day) * 4 + cause
    weights = np.array([[0.5, 0.35, 0.15], [0.1, 0.55, 0.35], [0.6, 0.25, 0.15]])[cause]
    created = calendar.moments(day, 7.5 * 3600 + 14 * 3600 * draws.uniform("ticket second", key))
    hours = 3_600_000_000
    replied = created + (np.exp(1.6 + 0.9 * draws.normal("reply hours", key)) * hours).astype(np.int64)
    answers = draws.chance("customer answers", 0.45, key)
    answered = replied + (np.exp(0.8 + draws.normal("answer hours", key)) * hours).astype(np.int64)
    solved = np.where(answers, answered, replied) + (
        np.exp(2.2 + 0.8 * draws.normal("solve hours", key)) * hours
    ).astype(np.int64)
    reopens = draws.chance("reopens", np.array([0.06, 0.16, 0.26])[draws.choose("ticket type", weights, key)], key)
    reopened = solved + (np.exp(2.5 + 0.7 * draws.normal("reopen hours", key)) * hours).astype(np.int64)
    closed = reopened + (np.exp(3.0 + 0.7 * draws.normal("close hours", key)) * hours).astype(np.int64)
    rated = np.where(reopens, closed, solved) + (draws.uniform("rating hours", key) * 40 * hours).astype(np.int64)
    frame = tickets.with_columns(
        pl.Series("ticket", key),
        pl.Series("row", who - first),
        pl.Series("type", draws.choose("ticket type", weights, key)),
        pl.Series("created", created),
        pl.Series("replied", replied),
        pl.Series("solved", solved),
        pl.Series("reopens", reopens),
        answered=pl.when(pl.Series(answers)).then(pl.Series(answered)),
        reopened=pl.when(pl.Series(reopens)).then(pl.Series(reopened)),
        closed=pl.when(pl.Series(reopens)).then(pl.Series(closed)),
        rated=pl.when(pl.Series(draws.chance("rates", 0.35, key))).then(pl.Series(rated)),
        agent=pl.Series(np.array(company.AGENTS)[draws.integers("agent", len(company.AGENTS), key)]).cast(pl.String),
    )
    end = calendar.end_microseconds
    names = ["replied", "answered", "solved", "reopened", "closed", "rated"]
    frame = frame.filter(pl.col("created") < end).with_columns(
        [pl.when(pl.col(n) < end).then(n).alias(n) for n in names]
    )
    return frame.join(
        people.frame.select(
            "person", "support_id", "email", "dialling", "subscriber", "phone", "user_id", "language", "first_name"
        ),
        on="person",
        how="left",
        maintain_order="left",
    ).with_columns(ticket_id=pl.format("{}", pl.col("ticket") + 1000))
