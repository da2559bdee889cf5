"""What contacts cost, and whether customers who had them are more content."""

from __future__ import annotations

import polars as pl

from journeymine.statistics.differences import Sample, find_mean_difference

GAIN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "touchpoint": pl.String,
    "contact_count": pl.Int64,
    "customer_count": pl.Int64,
    "contact_cost_amount": pl.Float64,
    "total_cost_amount": pl.Float64,
    "currency_code": pl.String,
    "rated_customer_count": pl.Int64,
    "other_rated_customer_count": pl.Int64,
    "satisfaction_gain": pl.Float64,
    "satisfaction_gain_low": pl.Float64,
    "satisfaction_gain_high": pl.Float64,
    "is_without_gain": pl.Boolean,
}


def compare_contacts(contact_costs: pl.DataFrame, least: int) -> pl.DataFrame:
    """Compare the satisfaction of customers with and without a contact at each touchpoint that costs something.

    Args:
        contact_costs: One row per touchpoint with a cost, as marts.contact_costs.
        least: Customers with a rating that each side needs, or nothing is said.

    Returns:
        analysis.contact_gains: one row per touchpoint, the dearest in all first. satisfaction_gain is the mean of those
        who met the touchpoint before their last rating less that of the others, from -1 to 1 (a whole scale), with a
        Welch interval; is_without_gain where the interval does not lie above 0. Who seeks a contact often has a
        trouble: this is no effect of the contact.
    """
    rows = []
    for row in contact_costs.iter_rows(named=True):
        met = _read_sample(row, *_SUMS)
        all_ = _read_sample(row, *(f"all_{name}" for name in _SUMS))
        others = Sample(all_.size - met.size, all_.total - met.total, all_.square_total - met.square_total)
        is_enough = min(met.size, others.size) >= max(2, least)
        gain = find_mean_difference(met, others) if is_enough else None
        rows.append(
            {
                **{name: row[name] for name in GAIN_SCHEMA if name in row},
                "other_rated_customer_count": others.size,
                "satisfaction_gain": gain.change if gain else None,
                "satisfaction_gain_low": gain.interval.low if gain else None,
                "satisfaction_gain_high": gain.interval.high if gain else None,
                "is_without_gain": gain.interval.low <= 0 if gain else None,
            }
        )
    return pl.DataFrame(rows, schema=GAIN_SCHEMA, orient="row").sort(
        "total_cost_amount", "touchpoint", descending=[True, False]
    )


_SUMS = ("rated_customer_count", "satisfaction_sum", "satisfaction_square_sum")


def _read_sample(row: dict[str, int], count: str, total: str, squares: str) -> Sample:
    """Read sums of thousandths as a sample of values from 0 to 1."""
    return Sample(row[count], row[total] / 1e3, row[squares] / 1e6)
