"""How long customers wait, those who still wait among them."""

from __future__ import annotations

import polars as pl

from journeymine.statistics.survival import Survival, find_survival

WEEK_SECONDS = 7 * 86_400

WAIT_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "wait": pl.String,
    "wait_from": pl.String,
    "customer_count": pl.Int64,
    "wait_count": pl.Int64,
    "arrived_count": pl.Int64,
    "censored_count": pl.Int64,
    "median_seconds": pl.Float64,
    "median_low_seconds": pl.Float64,
    "median_high_seconds": pl.Float64,
    "p90_seconds": pl.Float64,
    "arrived_in_week_share": pl.Float64,
    "arrived_in_week_low": pl.Float64,
    "arrived_in_week_high": pl.Float64,
}


def find_waits(wait_bins: pl.DataFrame, wait_starts: pl.DataFrame) -> pl.DataFrame:
    """Find how long each sort of wait lasts, by Kaplan-Meier.

    Args:
        wait_bins: One row per wait, wait_from and wait_bin: arrived_count and censored_count.
        wait_starts: One row per wait and wait_from: customer_count.

    Returns:
        analysis.waits: one row per wait and wait_from, sorted. Times in seconds, read at the middle of bins 2^(1/8)
        wide (within 4.5%); null where so many waits have not been seen to end. arrived_in_week_share is the share that
        ends within seven days, with its interval. Waits of one customer are taken as independent of one another.
    """
    customers = {(wait, start): count for wait, start, count in wait_starts.select(_NAMES).iter_rows()}
    rows = []
    for (wait, start), bins in wait_bins.sort("wait", "wait_from", "wait_bin").group_by(
        "wait", "wait_from", maintain_order=True
    ):
        seconds, curve, told = _measure(bins)
        share, interval = curve.find_share(WEEK_SECONDS)
        is_told = _reaches_a_week(seconds, curve)
        rows.append(
            {
                "wait": wait,
                "wait_from": start,
                "customer_count": customers[str(wait), str(start)],
                **told,
                "arrived_in_week_share": 1 - share if is_told else None,
                "arrived_in_week_low": 1 - interval.high if is_told else None,
                "arrived_in_week_high": 1 - interval.low if is_told else None,
            }
        )
    return pl.DataFrame(rows, schema=WAIT_SCHEMA, orient="row")


_NAMES = ("wait", "wait_from", "customer_count")
_PAIR = ("wait_unit", "place_kind", "wait_from", "wait_to")

BETWEEN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "wait_unit": pl.String,
    "place_kind": pl.String,
    "wait_from": pl.String,
    "wait_to": pl.String,
    "customer_count": pl.Int64,
    "arrived_customer_count": pl.Int64,
    "wait_count": pl.Int64,
    "arrived_count": pl.Int64,
    "censored_count": pl.Int64,
    "median_seconds": pl.Float64,
    "median_low_seconds": pl.Float64,
    "median_high_seconds": pl.Float64,
    "p90_seconds": pl.Float64,
}


def find_waits_between(between_bins: pl.DataFrame, between_customers: pl.DataFrame, least: int) -> pl.DataFrame:
    """Find how long it takes from one place to another, by Kaplan-Meier.

    Args:
        between_bins: One row per wait_unit, place_kind, wait_from, wait_to and wait_bin: arrived_count, censored_count.
        between_customers: One row per wait_unit, place_kind, wait_from and wait_to: customer_count who came to the
            first place, arrived_customer_count who came on to the second.
        least: Customers who must have come on, or the pair is left out.

    Returns:
        analysis.between_waits: one row per wait_unit, place_kind, wait_from and wait_to, sorted; times as in
        `find_waits`. Of journeys the waits of one customer are taken as independent; of customers there is one each.
    """
    kept = between_customers.filter(pl.col("arrived_customer_count") >= least).select(
        *_PAIR, "customer_count", "arrived_customer_count"
    )
    customers = {row[:4]: row[4:] for row in kept.iter_rows()}
    bins = between_bins.join(kept, on=_PAIR, how="semi").sort(*_PAIR, "wait_bin")
    rows = []
    for key, own in bins.group_by(_PAIR, maintain_order=True):
        begun, arrived = customers[tuple(str(name) for name in key)]
        places = dict(zip(_PAIR, key, strict=True))
        rows.append({**places, "customer_count": begun, "arrived_customer_count": arrived, **_measure(own)[2]})
    return pl.DataFrame(rows, schema=BETWEEN_SCHEMA, orient="row")


def _measure(bins: pl.DataFrame) -> tuple[list[float], Survival, dict[str, float | None]]:
    """Measure waits by their bins: the middle of each bin in seconds, the curve, and what is told of every wait."""
    arrived, censored = bins["arrived_count"].to_numpy(), bins["censored_count"].to_numpy()
    # The first bin holds waits of no millisecond.
    seconds = [(2 ** ((number + 0.5) / 8) - 1) / 1000 if number > 0 else 0.0 for number in bins["wait_bin"]]
    curve = find_survival(seconds, arrived, censored)
    low, high = curve.find_quantile_interval(0.5)
    told = {
        "wait_count": int(arrived.sum() + censored.sum()),
        "arrived_count": int(arrived.sum()),
        "censored_count": int(censored.sum()),
        "median_seconds": curve.find_quantile(0.5),
        "median_low_seconds": low,
        "median_high_seconds": high,
        "p90_seconds": curve.find_quantile(0.9),
    }
    return seconds, curve, told


def _reaches_a_week(seconds: list[float], curve: Survival) -> bool:
    """Tell whether waits were watched for a week, or all of them ended before."""
    return bool(seconds) and (max(seconds) >= WEEK_SECONDS or (curve.share.size > 0 and curve.share[-1] == 0))
