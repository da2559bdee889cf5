"""Store visits and calls as the shops' systems write them: local times, a phone or a loyalty card, or neither."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, habits
from journeymine.sample.behaviour import Behaviour
from journeymine.sample.dates import Calendar
from journeymine.sample.draws import Draws, Floats, Integers
from journeymine.sample.people import People, write_phone
from journeymine.sample.tables import Rows, Table, make_rows
from journeymine.sample.visits import choose_store
from journeymine.sample.web import price_orders

VISIT = Table(
    "visits.csv",
    ("visit_id", "visited_at", "visit_type", "store", "team", "phone", "loyalty_card", "amount", "currency"),
    "visited_at",
)
CALL = Table("calls.csv", ("call_id", "called_at", "phone", "reason", "duration_seconds", "team"), "called_at")

REASONS = ("advice", "order status", "technical problem", "complaint")


def _local(day: Integers, seconds: Floats, calendar: Calendar) -> pl.Series:
    """Write local times the shops' way: 2026-04-30 09:15:00, without an offset."""
    moments = calendar.start_microseconds + day * 86_400_000_000 + (seconds * 1_000_000).astype(np.int64)
    return pl.DataFrame({"m": moments}).select(pl.from_epoch("m", time_unit="us").dt.strftime("%Y-%m-%d %H:%M:%S"))["m"]


def list_store_visits(draws: Draws, people: People, behaviour: Behaviour, calendar: Calendar) -> Rows:
    """List visits to stores: looking around, buying, picking up, bringing back."""
    first = int(people.person[0])
    looked = behaviour.store_visits.select(
        "person", "day", visit_type=pl.when("bought").then(pl.lit("purchase")).otherwise(pl.lit("browse"))
    )
    online = behaviour.purchases.filter("is_online")
    who, day = online["person"].to_numpy(), online["day"].to_numpy()
    taken = draws.chance("pick-up", habits.PICKS_UP[people.segment[who - first]], who, day)
    collected = pl.DataFrame({"person": who, "day": day + 1 + draws.integers("pick-up day", 4, who, day)}).filter(taken)
    who, day = (behaviour.purchases[c].to_numpy() for c in ("person", "day"))
    back = draws.chance("return", 0.05, who, day)
    returned = pl.DataFrame({"person": who, "day": day + 3 + draws.integers("return day", 15, who, day)}).filter(back)
    parts = [
        looked,
        collected.with_columns(visit_type=pl.lit("pick-up")),
        returned.with_columns(visit_type=pl.lit("return")),
    ]
    visits = pl.concat(parts).filter(pl.col("day") < calendar.days).sort("person", "day", "visit_type")
    visits = visits.unique(["person", "day", "visit_type"], keep="first", maintain_order=True)
    who, day = visits["person"].to_numpy(), visits["day"].to_numpy()
    code = (
        visits["visit_type"]
        .replace_strict({"browse": 0, "pick-up": 1, "purchase": 2, "return": 3}, return_dtype=pl.Int64)
        .to_numpy()
    )
    key = (who * 4096 + day) * 4 + code
    row = who - first
    seconds = 11 * 3600 + 7 * 3600 * draws.uniform("store second", key)
    number = visits.select(n=pl.int_range(pl.len()).over("person"))["n"].to_numpy()
    with_card = people.has_card[row] & draws.chance("shows card", 0.85, key)
    with_phone = people.has_phone[row] & (~with_card | (number == 0) | draws.chance("says phone", 0.15, key))
    with_card |= people.has_card[row] & (number == 0)
    store = choose_store(draws, who)
    frame = (
        visits.with_columns(key=pl.Series(key))
        .join(
            people.frame.select("person", "loyalty_id", "phone", "dialling", "subscriber"),
            on="person",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            arrives=pl.Series(calendar.moments(day, seconds)),
            visit_id=pl.format("V{}", pl.Series(key)),
            visited_at=_local(day, seconds, calendar),
            store=pl.Series(np.array(company.STORES)[store]),
            team=pl.Series(np.array(company.STORE_TEAMS)[store % 2]),
            phone=pl.when(pl.Series(with_phone)).then(write_phone(pl.col("key") % 3)),
            loyalty_card=pl.when(pl.Series(with_card)).then("loyalty_id"),
            amount=pl.when(pl.col("visit_type") == "purchase")
            .then(pl.Series(price_orders(draws, who, day)))
            .cast(pl.String),
            currency=pl.when(pl.col("visit_type") == "purchase").then(pl.lit("EUR")),
        )
    )
    return make_rows(VISIT, frame)


def list_calls(draws: Draws, people: People, behaviour: Behaviour, tickets: pl.DataFrame, calendar: Calendar) -> Rows:
    """List calls: advice before a purchase; order status, trouble and complaints after it."""
    first = int(people.person[0])
    parts = [behaviour.advice_calls.select("person", "day", reason=pl.lit(0, dtype=pl.Int64))]
    who, day = (behaviour.purchases[c].to_numpy() for c in ("person", "day"))
    for cause, chance, spread in ((1, 0.08, 5), (2, 0.07, 21)):
        keep = people.has_phone[who - first] & draws.chance("call", chance, who, day, cause)
        later = day + 1 + draws.integers("call day", spread, who, day, cause)
        parts.append(pl.DataFrame({"person": who, "day": later, "reason": np.full(len(who), cause)}).filter(keep))
    for frame, chance in ((behaviour.failures, 0.2), (tickets.filter("reopens"), 0.3)):
        who, day = frame["person"].to_numpy(), frame["day"].to_numpy()
        keep = people.has_phone[who - first] & draws.chance("complaint", chance, who, day)
        parts.append(pl.DataFrame({"person": who, "day": day + 1, "reason": np.full(len(who), 3)}).filter(keep))
    calls = (
        pl.concat(parts)
        .filter(pl.col("day") < calendar.days)
        .unique(["person", "day", "reason"], keep="first", maintain_order=True)
    )
    who, day, reason = (calls[c].to_numpy() for c in ("person", "day", "reason"))
    key = (who * 4096 + day) * 4 + reason
    seconds = 9 * 3600 + 9 * 3600 * draws.uniform("call second", key)
    frame = (
        calls.with_columns(key=pl.Series(key))
        .join(
            people.frame.select("person", "phone", "dialling", "subscriber"),
            on="person",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            arrives=pl.Series(calendar.moments(day, seconds)),
            call_id=pl.format("C{}", pl.Series(key)),
            called_at=_local(day, seconds, calendar),
            phone=write_phone(pl.col("key") % 3),
            reason=pl.col("reason").replace_strict(dict(enumerate(REASONS)), return_dtype=pl.String),
            duration_seconds=pl.Series(40 + np.exp(5 + 0.7 * draws.normal("duration", key)).astype(np.int64)).cast(
                pl.String
            ),
            team=pl.Series(np.array(company.CALL_TEAMS)[(reason > 0).astype(np.int64)]),
        )
    )
    return make_rows(CALL, frame)
