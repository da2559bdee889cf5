"""Waits, loops, handovers, patterns and representatives of the invented company, each by one obvious loop."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import polars as pl

from journeymine.mining.patterns import find_patterns
from journeymine.mining.representatives import find_representatives
from journeymine.mining.waiting import find_waits, find_waits_between
from tests.unit.site.example_journeys import AS_OF, GOALS, TOUCHPOINTS, Journey


def count_waiting(journeys: list[Journey]) -> dict[str, pl.DataFrame]:
    """Count every table of the pages on waiting and on patterns."""
    variants = _count_variants(journeys)
    return {
        "analysis.waits": _count_waits(journeys),
        "analysis.between_waits": _count_between(journeys),
        "analysis.patterns": find_patterns(variants, set(GOALS))[0],
        "analysis.representatives": find_representatives(variants, len(journeys))[0],
        "analysis.contact_gains": pl.DataFrame(
            {
                "touchpoint": ["Store visit", "Ticket solved"],
                "contact_count": [70, 80],
                "customer_count": [50, 60],
                "contact_cost_amount": [9.0, 4.5],
                "total_cost_amount": [630.0, 360.0],
                "currency_code": ["EUR", "EUR"],
                "rated_customer_count": [40, 4],
                "other_rated_customer_count": [80, 90],
                "satisfaction_gain": [-0.02, None],
                "satisfaction_gain_low": [-0.1, None],
                "satisfaction_gain_high": [0.06, None],
                "is_without_gain": [True, None],
            }
        ),
        "marts.lost_customers": pl.DataFrame(
            {"churn_reason": ["silent", "cancelled", None], "customer_count": [40, 4, 160]}
        ),
        "marts.loops": _count_loops(journeys),
        "marts.ping_pongs": _count_ping_pongs(journeys),
        "marts.handovers": _count_handovers(journeys),
        "marts.weekly_contacts": _count_weeks(journeys),
        **_count_goals(journeys),
    }


def _count_between(journeys: list[Journey]) -> pl.DataFrame:
    """Count waits between any two stages of a journey, and between any two touchpoints of it."""
    bins: Counter[tuple[str, str, str, str, int, bool]] = Counter()
    begun: dict[tuple[str, str], list[tuple[Journey, int]]] = defaultdict(list)
    for journey in journeys:
        for kind, names in (("stage", [TOUCHPOINTS[step][0] for step in journey.steps]), ("touchpoint", journey.steps)):
            for place in set(names):
                begun[kind, place].append((journey, list(names).index(place)))
    customers, arrived = {}, defaultdict(set)
    for (kind, place), all_begun in begun.items():
        customers[kind, place] = len({journey.customer for journey, _ in all_begun})
        for _, other in begun:
            for journey, first in all_begun if other != place and (kind, other) in begun else ():
                names = [TOUCHPOINTS[step][0] if kind == "stage" else step for step in journey.steps]
                has_come = other in names[first:]
                end = journey.times[names.index(other, first)] if has_come else AS_OF
                wait = math.floor(math.log2((end - journey.times[first]).total_seconds() * 1000 + 1) * 8)
                if has_come:
                    arrived[kind, place, other].add(journey.customer)
                for unit in ("journey", "customer"):
                    bins[unit, kind, place, other, wait, has_come] += 1
    columns = ["wait_unit", "place_kind", "wait_from", "wait_to", "wait_bin"]
    counted = pl.DataFrame(
        [(*key[:5], count * key[5], count * (not key[5])) for key, count in bins.items()],
        schema=[*columns, "arrived_count", "censored_count"],
        orient="row",
    )
    people = [
        (unit, *key, customers[key[:2]], len(met)) for key, met in arrived.items() for unit in ("journey", "customer")
    ]
    named = pl.DataFrame(people, schema=[*columns[:4], "customer_count", "arrived_customer_count"], orient="row")
    return find_waits_between(counted.group_by(columns).agg(pl.col("arrived_count", "censored_count").sum()), named, 5)


def _count_variants(journeys: list[Journey]) -> pl.DataFrame:
    members, seen = defaultdict(list), set()
    firsts: Counter[tuple[str, ...]] = Counter()
    for journey in journeys:
        members[journey.steps].append(journey)
        firsts[journey.steps] += journey.customer not in seen
        seen.add(journey.customer)
    rows = [
        (
            list(steps),
            len(some),
            sum(one.status == "converted" for one in some),
            sum(one.status == "abandoned" for one in some),
            len({one.customer for one in some}),
            firsts[steps],
        )
        for steps, some in members.items()
    ]
    counted = ("journey_count", "converted_count", "abandoned_count", "customer_count", "first_journey_count")
    return pl.DataFrame(rows, schema=["touchpoints", *counted], orient="row")


def _count_waits(journeys: list[Journey]) -> pl.DataFrame:
    bins: Counter[tuple[str, str, int, bool]] = Counter()
    customers: dict[tuple[str, str], set[int]] = defaultdict(set)

    def note(sort: str, begin: str, journey: Journey, wait: timedelta, is_arrived: bool) -> None:
        number = math.floor(math.log2(wait // timedelta(milliseconds=1) + 1) * 8)
        bins[sort, begin, number, is_arrived] += 1
        customers[sort, begin].add(journey.customer)

    for journey in journeys:
        times = journey.times
        for index, (one, two) in enumerate(pairwise(times)):
            note("next step", journey.steps[index], journey, two - one, True)
        if journey.goal is None:
            note("next step", journey.steps[-1], journey, AS_OF - times[-1], False)
        end = times[-1] if journey.goal else AS_OF
        note("goal", "journey begins", journey, end - times[0], journey.goal is not None)
    rows = [(*key[:3], int(key[3]) * count, int(not key[3]) * count) for key, count in bins.items()]
    columns = ["wait", "wait_from", "wait_bin", "arrived_count", "censored_count"]
    frame = pl.DataFrame(rows, schema=columns, orient="row").group_by(columns[:3]).agg(pl.col(columns[3:]).sum())
    starts = [(*key, len(who)) for key, who in customers.items()]
    return find_waits(frame, pl.DataFrame(starts, schema=["wait", "wait_from", "customer_count"], orient="row"))


def _count_loops(journeys: list[Journey]) -> pl.DataFrame:
    rows = []
    for touchpoint in TOUCHPOINTS:
        counts = [(journey, journey.steps.count(touchpoint)) for journey in journeys if touchpoint in journey.steps]
        again = [(journey, count) for journey, count in counts if count > 1]
        if counts:
            rows.append(
                {
                    "touchpoint": touchpoint,
                    "journey_count": len(counts),
                    "customer_count": len({journey.customer for journey, _ in counts}),
                    "rework_journey_count": len(again),
                    "rework_customer_count": len({journey.customer for journey, _ in again}),
                    "return_count": sum(count - 1 for _, count in again),
                    "contact_count": sum(count for _, count in counts),
                    "repeat_count": len(again),
                    "repeat_customer_count": len({journey.customer for journey, _ in again}),
                }
            )
    return pl.DataFrame(rows)


def _count_ping_pongs(journeys: list[Journey]) -> pl.DataFrame:
    found = defaultdict(list)
    for number, journey in enumerate(journeys):
        for one, two, three in zip(journey.steps, journey.steps[1:], journey.steps[2:], strict=False):
            if one == three != two:
                found[one, two].append((number, journey.customer))
    rows = [
        (*pair, len(seen), len({n for n, _ in seen}), len({who for _, who in seen})) for pair, seen in found.items()
    ]
    columns = ["touchpoint", "other_touchpoint", "ping_pong_count", "journey_count", "customer_count"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _count_handovers(journeys: list[Journey]) -> pl.DataFrame:
    waits = defaultdict(list)
    for journey in journeys:
        for index, (one, two) in enumerate(pairwise(journey.steps)):
            owners = tuple(f"{TOUCHPOINTS[name][1]} team" for name in (one, two))
            if owners[0] != owners[1]:
                seconds = (journey.times[index + 1] - journey.times[index]).total_seconds()
                waits[owners].append((seconds, journey.customer))
    rows = [
        (
            *pair,
            len(seen),
            len({who for _, who in seen}),
            statistics.median(seconds for seconds, _ in seen),
            max(seconds for seconds, _ in seen),
        )
        for pair, seen in waits.items()
    ]
    columns = ["from_owner", "to_owner", "handover_count", "least_customer_count", "median_seconds", "p90_seconds"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _count_weeks(journeys: list[Journey]) -> pl.DataFrame:
    steps = defaultdict(list)
    for journey in journeys:
        for at in journey.times:
            steps[(at - timedelta(days=at.weekday())).date()].append(journey.customer)
    rows = [(day, None, len(set(who)), len(who), len(who) / len(set(who)), True) for day, who in steps.items()]
    schema = {
        "week_date": pl.Date,
        "channel": pl.String,
        "customer_count": pl.Int64,
        "step_count": pl.Int64,
        "contacts_per_customer": pl.Float64,
        "is_whole_week": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _count_goals(journeys: list[Journey]) -> dict[str, pl.DataFrame]:
    cycles, repeats = [], []
    for goal in GOALS.values():
        some = [journey for journey in journeys if journey.goal == goal]
        seconds = sorted((journey.times[-1] - journey.times[0]).total_seconds() for journey in some)
        who = Counter(journey.customer for journey in some)
        cycles.append((goal, len(some), len(who), statistics.median(seconds), seconds[int(0.9 * len(seconds))]))
        again = sum(count > 1 for count in who.values())
        repeats.append((goal, len(some), len(who), again, again / len(who), 86_400.0, 99_999.0))
    times = ["median_seconds", "p90_seconds"]
    columns = ["goal", "goal_count", "customer_count", "repeat_customer_count", "repeat_customer_share"]
    return {
        "marts.sales_cycles": pl.DataFrame(
            cycles, schema=["goal", "journey_count", "customer_count", *times], orient="row"
        ),
        "marts.repeat_goals": pl.DataFrame(repeats, schema=[*columns, *times], orient="row"),
    }
