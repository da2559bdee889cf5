"""The lists of the page on waiting: waits, goals, leaving, loops, handovers, weeks, costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from journeymine.site.sections import (
    Cell,
    Section,
    show_count,
    show_duration,
    show_name,
    show_share,
    show_times,
    write_section,
)
from journeymine.site.small_groups import hide_small
from journeymine.site.wording import NOTHING

NOT_SEEN = "not seen yet"
WEEKS = 26
_REPEATS = ("Contacts", "Repeats", "Repeat share", "95% interval")
_SORTS = {"goal": 0, "next goal": 1, "next stage": 2, "next step": 3}

Row = Mapping[str, Any]


def list_waits(waits: pl.DataFrame, minimum: int) -> Section:
    """List waits with the interval of their median; those of few customers are withheld."""
    shown, withheld = _part(waits, minimum)
    ordered = sorted(shown, key=lambda row: (_SORTS[row["wait"]], -row["wait_count"], row["wait_from"]))
    return write_section(
        "waits",
        "How long customers wait",
        "By the median half have come to the end of the wait, of all who began it: those who still wait, and those who "
        "left, count as not having come. Not seen yet: so many have not come so far.",
        ("Wait for", "From", "Waits", "Customers", "Not ended", "Median", "95% interval", "Nine in ten within"),
        (
            (
                show_name(row["wait"]),
                show_name(row["wait_from"]),
                show_count(row["wait_count"]),
                show_count(row["customer_count"]),
                show_count(row["censored_count"], minimum),
                show_duration(row["median_seconds"], NOT_SEEN),
                show_times(row["median_low_seconds"], row["median_high_seconds"]),
                show_duration(row["p90_seconds"], NOT_SEEN),
            )
            for row in ordered
        ),
        withheld_count=withheld,
    )


def list_goals(repeats: pl.DataFrame, cycles: pl.DataFrame, minimum: int) -> Section:
    """List goals: how long journeys took, who comes again and after how long."""
    times = {row["goal"]: row for row in cycles.iter_rows(named=True)}
    shown, withheld = _part(repeats.sort("goal_count", "goal", descending=[True, False]), minimum)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in shown:
            cycle, again = times.get(row["goal"], {}), row["repeat_customer_count"]
            yield (
                show_name(row["goal"]),
                show_count(row["goal_count"]),
                show_count(row["customer_count"]),
                show_duration(cycle.get("median_seconds")),
                show_duration(cycle.get("p90_seconds")),
                show_count(again, minimum),
                *show_share(again, row["customer_count"], minimum),
                show_duration(row["median_seconds"] if hide_small(again, minimum) else None),
            )

    columns = ("Goal", "Times", "Customers", "Median time to it", "Nine in ten within", "Came again", "Share")
    return write_section(
        "goals",
        "Time to a goal, and coming again",
        "Of journeys that reached the goal and of customers who have reached it again so far; the list above reckons "
        "with those who have not yet.",
        (*columns, "95% interval", "Median time between"),
        rows(),
        withheld_count=withheld,
    )


def list_drop_offs(metrics: pl.DataFrame, minimum: int) -> Section:
    """List touchpoints by what becomes of the journeys that come there, open ones apart."""
    shown, withheld = _part(metrics.sort("drop_off_count", "touchpoint", descending=[True, False]), minimum)
    return write_section(
        "leaving",
        "Where they leave",
        "Left: abandoned with this as the last step. Journeys still open with it as their latest step may yet go on; "
        "they are in neither part of the share.",
        ("Touchpoint", "Journeys", "Left", "Share", "95% interval", "Still open"),
        (
            (
                show_name(row["touchpoint"]),
                show_count(row["journey_count"]),
                show_count(row["drop_off_count"], minimum),
                *_show_left(row, minimum),
                show_count(row["still_open_count"], minimum),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_loops(loops: pl.DataFrame, minimum: int) -> Section:
    """List touchpoints to which journeys and customers come back."""
    ordered = loops.sort("rework_journey_count", "touchpoint", descending=[True, False])
    shown, withheld = _part(ordered.filter(pl.col("return_count") + pl.col("repeat_count") > 0), minimum)
    return write_section(
        "loops",
        "Coming back",
        "Rework: journeys that come to the touchpoint more than once. Repeat contacts: of the same customer, in "
        "another session and soon after the one before.",
        ("Touchpoint", "Journeys", "Rework", "Rework share", "95% interval", *_REPEATS),
        (
            (
                show_name(row["touchpoint"]),
                show_count(row["journey_count"]),
                *_show_part(row["rework_journey_count"], row["journey_count"], row["rework_customer_count"], minimum),
                show_count(row["contact_count"]),
                *_show_part(row["repeat_count"], row["contact_count"], row["repeat_customer_count"], minimum),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_ping_pongs(pairs: pl.DataFrame, minimum: int) -> Section:
    """List pairs between which journeys go there and at once back."""
    ordered = pairs.sort("ping_pong_count", "touchpoint", "other_touchpoint", descending=[True, False, False])
    shown, withheld = _part(ordered, minimum)
    return write_section(
        "ping-pong",
        "There and back",
        "From one touchpoint to another and at once back: A, B, A.",
        ("From and back to", "By way of", "Times", "Journeys", "Customers"),
        (
            (
                show_name(row["touchpoint"]),
                show_name(row["other_touchpoint"]),
                show_count(row["ping_pong_count"]),
                show_count(row["journey_count"]),
                show_count(row["customer_count"]),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_handovers(handovers: pl.DataFrame, minimum: int) -> Section:
    """List handovers between owners with the wait at each."""
    ordered = handovers.sort("handover_count", "from_owner", "to_owner", descending=[True, False, False])
    shown, withheld = _part(ordered, minimum, "least_customer_count")
    return write_section(
        "handovers",
        "From team to team",
        "Steps that follow one another at touchpoints of two owners ([owners] of the settings, rules, usual teams), "
        "and the time between them.",
        ("From", "To", "Handovers", "Median wait", "Nine in ten within"),
        (
            (
                show_name(row["from_owner"]),
                show_name(row["to_owner"]),
                show_count(row["handover_count"]),
                show_duration(row["median_seconds"]),
                show_duration(row["p90_seconds"]),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_weeks(weeks: pl.DataFrame, minimum: int) -> Section:
    """List contacts per customer of the latest weeks, all channels together."""
    together = weeks.filter(pl.col("channel").is_null() & pl.col("is_whole_week")).sort("week_date").tail(WEEKS)
    shown, withheld = _part(together, minimum)
    return write_section(
        "weeks",
        "Contacts per customer and week",
        "Of customers with a step in the week; weeks from Monday (UTC) that were observed whole, the latest 26.",
        ("Week of", "Customers", "Steps", "Steps per customer"),
        (
            (
                show_name(str(row["week_date"])),
                show_count(row["customer_count"]),
                show_count(row["step_count"]),
                Cell(f"{row['contacts_per_customer']:.2f}", row["contacts_per_customer"]),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_costs(gains: pl.DataFrame, minimum: int) -> Section:
    """List contacts that cost something; those without gain in satisfaction say so."""
    shown, withheld = _part(gains.sort("total_cost_amount", "touchpoint", descending=[True, False]), minimum)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in shown:
            gain, low, high = (row[f"satisfaction_gain{end}"] for end in ("", "_low", "_high"))
            is_known = gain is not None
            yield (
                show_name(row["touchpoint"]),
                show_count(row["contact_count"]),
                Cell(f"{row['contact_cost_amount']:,.2f} {row['currency_code']}", row["contact_cost_amount"]),
                Cell(f"{row['total_cost_amount']:,.0f} {row['currency_code']}", row["total_cost_amount"]),
                Cell(f"{100 * gain:+.1f}", gain) if is_known else Cell("too few ratings"),
                Cell(f"{100 * low:+.1f} to {100 * high:+.1f}", low) if is_known else Cell(NOTHING),
                show_name("no gain seen" if row["is_without_gain"] else "gain" if is_known else None),
            )

    return write_section(
        "costs",
        "What contacts cost",
        "Satisfaction: the mean last rating of customers who had the contact before it, less that of the others, in "
        "hundredths of a scale. Who asks for help has a trouble: this is no effect of the contact.",
        ("Touchpoint", "Contacts", "Cost of one", "Cost in all", "Satisfaction", "95% interval", "Finding"),
        rows(),
        withheld_count=withheld,
    )


def _part(frame: pl.DataFrame, minimum: int, customers: str = "customer_count") -> tuple[list[Row], int]:
    """Part rows of enough customers from the number of the others."""
    shown = frame.filter(pl.col(customers) >= minimum)
    return list(shown.iter_rows(named=True)), frame.height - shown.height


def _show_left(row: Row, minimum: int) -> tuple[Cell, Cell]:
    open_count = row["still_open_count"]
    # With a share, its parts could be told: where one of them is too small, there is none.
    if open_count and hide_small(open_count, minimum) is None:
        return Cell(NOTHING), Cell("")
    return show_share(row["drop_off_count"], row["journey_count"] - open_count, minimum)


def _show_part(count: int, total: int, customers: int, minimum: int) -> Iterable[Cell]:
    """Show a count and its share of a total, unless it is of too few customers."""
    if customers and customers < minimum:
        return Cell(f"of <{minimum}", 0), Cell(NOTHING), Cell("")
    return (show_count(count), *show_share(count, total, 0))
