"""The lists of the page on waiting that are about contacts: handovers between teams, weeks, what contacts cost."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from journeymine.site.sections import (
    Cell,
    Row,
    Section,
    part_rows,
    show_count,
    show_duration,
    show_name,
    write_section,
)
from journeymine.site.wording import NOTHING
from journeymine.site.words import Words

WEEKS = 26


def list_handovers(handovers: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List handovers between owners with the wait at each."""
    _ = words.gettext
    ordered = handovers.sort("handover_count", "from_owner", "to_owner", descending=[True, False, False])
    shown, withheld = part_rows(ordered, minimum, "least_customer_count")
    return write_section(
        "handovers",
        _("From team to team"),
        _(
            "Steps that follow one another at touchpoints of two owners ([owners] of the settings, rules, usual "
            "teams), and the time between them."
        ),
        (_("From"), _("To"), _("Handovers"), _("Median wait"), _("Nine in ten within")),
        (
            (
                show_name(row["from_owner"]),
                show_name(row["to_owner"]),
                show_count(row["handover_count"], words=words),
                show_duration(row["median_seconds"], words=words),
                show_duration(row["p90_seconds"], words=words),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_weeks(weeks: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List contacts per customer of the latest weeks, all channels together."""
    _ = words.gettext
    together = weeks.filter(pl.col("channel").is_null() & pl.col("is_whole_week")).sort("week_date").tail(WEEKS)
    shown, withheld = part_rows(together, minimum)
    return write_section(
        "weeks",
        _("Contacts per customer and week"),
        _("Of customers with a step in the week; weeks from Monday (UTC) that were observed whole, the latest 26."),
        (_("Week of"), _("Customers"), _("Steps"), _("Steps per customer")),
        (
            (
                show_name(words.day(row["week_date"])),
                show_count(row["customer_count"], words=words),
                show_count(row["step_count"], words=words),
                Cell(words.decimal(row["contacts_per_customer"], 2), row["contacts_per_customer"]),
            )
            for row in shown
        ),
        withheld_count=withheld,
    )


def list_costs(gains: pl.DataFrame, minimum: int, words: Words) -> Section:
    """List contacts that cost something; those without gain in satisfaction say so."""
    _ = words.gettext
    shown, withheld = part_rows(gains.sort("total_cost_amount", "touchpoint", descending=[True, False]), minimum)

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in shown:
            gain, low, high = (row[f"satisfaction_gain{end}"] for end in ("", "_low", "_high"))
            is_known = gain is not None
            yield (
                show_name(row["touchpoint"]),
                show_count(row["contact_count"], words=words),
                _show_money(row, "contact_cost_amount", 2, words),
                _show_money(row, "total_cost_amount", 0, words),
                Cell(words.decimal(100 * gain, 1, is_signed=True), gain) if is_known else Cell(_("too few ratings")),
                _show_points(low, high, words) if is_known else Cell(NOTHING),
                show_name(_("no gain seen") if row["is_without_gain"] else _("gain") if is_known else None),
            )

    return write_section(
        "costs",
        _("What contacts cost"),
        _(
            "Satisfaction: the mean last rating of customers who had the contact before it, less that of the others, "
            "in hundredths of a scale. Who asks for help has a trouble: this is no effect of the contact."
        ),
        (
            _("Touchpoint"),
            _("Contacts"),
            _("Cost of one"),
            _("Cost in all"),
            _("Satisfaction"),
            _("95% interval"),
            _("Finding"),
        ),
        rows(),
        withheld_count=withheld,
    )


def _show_money(row: Row, name: str, digits: int, words: Words) -> Cell:
    return Cell(f"{words.decimal(row[name], digits)} {row['currency_code']}", row[name])


def _show_points(low: float, high: float, words: Words) -> Cell:
    ends = (words.decimal(100 * end, 1, is_signed=True) for end in (low, high))
    return Cell(words.gettext("{low} to {high}", **dict(zip(("low", "high"), ends, strict=True))), low)
