"""What the company paid for adverts, as the report of an advertising platform says: a row a day and campaign."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company
from journeymine.sample.dates import DAY_MICROSECONDS, Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.tables import Rows, Table, make_rows

ADVERT = Table(
    "ads.csv",
    ("exposure_id", "date", "source", "medium", "campaign", "impressions", "clicks", "cost", "currency"),
    "date",
)


def list_adverts(draws: Draws, customers: int, calendar: Calendar) -> tuple[Rows, dict[str, int]]:
    """List each day's clicks, impressions and cost of the campaigns that visits come by.

    Returns:
        The rows, and what each campaign cost in all, in cents: advert_cost_cents.CAMPAIGN -> cents.
    """
    day, place = (grid.ravel() for grid in np.mgrid[: calendar.days, : len(company.ADVERTS)].astype(np.int64))
    entry, per_customer, clicked_share, price = (np.array(part)[place] for part in zip(*company.ADVERTS, strict=True))
    clicks = (per_customer * customers + draws.uniform("advert clicks", day, place)).astype(np.int64)
    shown = (clicks / clicked_share * (0.8 + 0.4 * draws.uniform("advert shown", day, place))).astype(np.int64)
    cents = (clicks * price * (90 + 20 * draws.uniform("advert price", day, place))).astype(np.int64)
    named = [company.ENTRIES[number] for number in entry.astype(np.int64)]
    frame = pl.DataFrame(
        {
            "person": np.zeros(len(day), dtype=np.int64),
            "key": day * len(company.ADVERTS) + place,
            "arrives": calendar.start_microseconds + (day + 1) * DAY_MICROSECONDS - 1,
            "date": [calendar.date(int(number)).isoformat() for number in day],
            "source": [source for source, *_ in named],
            "medium": [medium for _, medium, *_ in named],
            "campaign": [campaign for _, _, campaign, *_ in named],
            "impressions": shown.astype(str),
            "clicks": clicks.astype(str),
            "cents": cents,
        }
    ).with_columns(
        cost=pl.format("{}.{}", pl.col("cents") // 100, (pl.col("cents") % 100).cast(pl.String).str.zfill(2)),
        currency=pl.lit("EUR"),
        exposure_id=pl.format("{}-{}", "campaign", "date"),
    )
    totals = frame.group_by("campaign", maintain_order=True).agg(pl.col("cents").sum())
    return make_rows(ADVERT, frame), {f"advert_cost_cents.{name}": cents for name, cents in totals.iter_rows()}
