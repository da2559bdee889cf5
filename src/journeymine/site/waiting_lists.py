"""The lists of the page on waiting: waits, goals, leaving, loops, going there and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from journeymine.site.drop_off import find_drop_off
from journeymine.site.sections import (
    Cell,
    Row,
    Section,
    part_rows,
    show_count,
    show_duration,
    show_interval,
    show_name,
    show_share,
    show_times,
    write_section,
)
from journeymine.site.small_groups import hide_small
from journeymine.site.wording import NOTHING
from journeymine.site.words import Words, mark

NOT_SEEN = mark("not seen yet")
WAITS = {
    "goal": mark("goal"),
    "next goal": mark("next goal"),
    "next stage": mark("next stage"),
    "next step": mark("next step"),
}
_SORTS = {wait: place for place, wait in enumerate(WAITS)}


def list_waits(waits: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List waits with the interval of their median; those of few customers are withheld."""
    _ = words.gettext
    shown, withheld = part_rows(waits, minimum)
    ordered = sorted(shown, key=lambda row: (_SORTS[row["wait"]], -row["wait_count"], row["wait_from"]))
    return write_section(
        "waits",
        _("How long customers wait"),
        _(
            "By the median half have come to the end of the wait, of all who began it: those who still wait, and those "
            "who left, count as not having come. Not seen yet: so many have not come so far."
        ),
        (
            _("Wait for"),
            _("From"),
            _("Waits"),
            _("Customers"),
            _("Not ended"),
            _("Median"),
            _("95% interval"),
            _("Nine in ten within"),
        ),
        (
            (
                show_name(words.translate(WAITS[row["wait"]])),
                show_name(words.translate(row["wait_from"])),
                show_count(row["wait_count"], words=words),
                show_count(row["customer_count"], words=words),
                show_count(row["censored_count"], minimum, words),
                show_duration(row["median_seconds"], words.translate(NOT_SEEN), words),
                show_times(row["median_low_seconds"], row["median_high_seconds"], words),
                show_duration(row["p90_seconds"], words.translate(NOT_SEEN), words),
            )
            for row in ordered
        ),
        withheld_count=withheld,
    )


def list_goals(repeats: pl.DataFrame, cycles: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List goals: how long journeys took, who comes again and after how long."""
    _ = words.gettext
    times = {row["goal"]: row for row in cycles.iter_rows(named=True)}
    shown, withheld = part_rows(repeats.sort("goal_count", "goal", descending=[True, False]), minimum)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in shown:
            cycle, again = times.get(row["goal"], {}), row["repeat_customer_count"]
            yield (
                show_name(row["goal"]),
                show_count(row["goal_count"], words=words),
                show_count(row["customer_count"], words=words),
                show_duration(cycle.get("median_seconds"), words=words),
                show_duration(cycle.get("p90_seconds"), words=words),
                show_count(again, minimum, words),
                *show_share(again, row["customer_count"], minimum, words),
                show_duration(row["median_seconds"] if hide_small(again, minimum) else None, words=words),
            )

    return write_section(
        "goals",
        _("Time to a goal, and coming again"),
        _(
            "Of journeys that reached the goal and of customers who have reached it again so far; the list above "
            "reckons with those who have not yet."
        ),
        (
            _("Goal"),
            _("Times"),
            _("Customers"),
            _("Median time to it"),
            _("Nine in ten within"),
            _("Came again"),
            _("Share"),
            _("95% interval"),
            _("Median time between"),
        ),
        rows(),
        withheld_count=withheld,
    )


def list_drop_offs(metrics: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List touchpoints by what becomes of the journeys that come there, open ones apart."""
    _ = words.gettext
    shown, withheld = part_rows(metrics.sort("drop_off_count", "touchpoint", descending=[True, False]), minimum)
    return write_section(
        "leaving",
        _("Where they leave"),
        _(
            "Left: abandoned with this as the last step. Journeys still open with it as their latest step may yet go "
            "on; they are in neither part of the share."
        ),
        (_("Touchpoint"), _("Journeys"), _("Left"), _("Share"), _("95% interval"), _("Still open")),
        (
            (
                show_name(row["touchpoint"]),
                show_count(row["journey_count"], words=words),
                show_count(row["drop_off_count"], minimum, words),
                *_show_left(row, minimum, words),
                show_count(row["still_open_count"], minimum, words),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_loops(loops: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List touchpoints to which journeys and customers come back."""
    _ = words.gettext
    ordered = loops.sort("rework_journey_count", "touchpoint", descending=[True, False])
    shown, withheld = part_rows(ordered.filter(pl.col("return_count") + pl.col("repeat_count") > 0), minimum)
    return write_section(
        "loops",
        _("Coming back"),
        _(
            "Rework: journeys that come to the touchpoint more than once. Repeat contacts: of the same customer, in "
            "another session and soon after the one before."
        ),
        (
            _("Touchpoint"),
            _("Journeys"),
            _("Rework"),
            _("Rework share"),
            _("95% interval"),
            _("Contacts"),
            _("Repeats"),
            _("Repeat share"),
            _("95% interval"),
        ),
        (
            (
                show_name(row["touchpoint"]),
                show_count(row["journey_count"], words=words),
                *_show_part(
                    row["rework_journey_count"], row["journey_count"], row["rework_customer_count"], minimum, words
                ),
                show_count(row["contact_count"], words=words),
                *_show_part(row["repeat_count"], row["contact_count"], row["repeat_customer_count"], minimum, words),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_ping_pongs(pairs: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List pairs between which journeys go there and at once back."""
    _ = words.gettext
    ordered = pairs.sort("ping_pong_count", "touchpoint", "other_touchpoint", descending=[True, False, False])
    shown, withheld = part_rows(ordered, minimum)
    return write_section(
        "ping-pong",
        _("There and back"),
        _("From one touchpoint to another and at once back: A, B, A."),
        (_("From and back to"), _("By way of"), _("Times"), _("Journeys"), _("Customers")),
        (
            (
                show_name(row["touchpoint"]),
                show_name(row["other_touchpoint"]),
                show_count(row["ping_pong_count"], words=words),
                show_count(row["journey_count"], words=words),
                show_count(row["customer_count"], words=words),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


REASONS = {
    None: mark("not lost"),
    "cancelled": mark("cancelled"),
    "silent": mark("not heard of for too long"),
}
"""Whether and how a customer is lost, as core.churn says it."""


def list_lost(lost: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List how many customers are lost and in which way, of all whom it can concern."""
    _ = words.gettext
    total = int(lost["customer_count"].sum())
    counts = {row["churn_reason"]: row["customer_count"] for row in lost.iter_rows(named=True)}
    return write_section(
        "lost",
        _("Lost customers"),
        _(
            "As [churn] of the settings defines it: a cancellation without a later goal, or so long a silence; among "
            "those who reached a goal before, or everybody. Every page and table means the same by it."
        ),
        (_("Customers"), _("How many"), _("Share"), _("95% interval")),
        (
            (
                show_name(words.translate(REASONS[reason])),
                show_count(counts[reason], minimum, words),
                *show_share(counts[reason], total, minimum, words),
            )
            for reason in REASONS
            if reason in counts
        ),
    )


def _show_left(row: Row, minimum: int, words: Words) -> tuple[Cell, Cell]:
    found = find_drop_off(row, minimum)
    if found is None:
        return Cell(NOTHING), Cell("")
    return Cell(words.share(found.share), found.share, found.share), show_interval(found.interval, words)


def _show_part(count: int, total: int, customers: int, minimum: int, words: Words) -> Iterable[Cell]:
    """Show a count and its share of a total, unless it is of too few customers."""
    if customers and customers < minimum:
        return Cell(words.gettext("of <{minimum}", minimum=minimum), 0), Cell(NOTHING), Cell("")
    return (show_count(count, words=words), *show_share(count, total, 0, words))
