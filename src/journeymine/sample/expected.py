"""EXPECTED.md: what a right run over the sample must find, in the generator's own figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from journeymine.sample import company
from journeymine.sample.dates import Calendar
from journeymine.sample.voice import SENTIMENTS
from journeymine.sample.voices import SIGNALS


@dataclass(frozen=True)
class Findings:
    """What was written: the counts of every file, single figures, and the facts planted for everyone."""

    customers: int
    seed: int
    calendar: Calendar
    lines: pl.DataFrame
    figures: Mapping[str, int]
    facts: Mapping[str, pl.DataFrame]


def render_expected(findings: Findings) -> str:
    """Write the page as Markdown."""
    parts = [_head(findings), _lines(findings), _identity(findings), _behaviour(findings), _plants(findings)]
    return "\n\n".join(parts) + "\n"


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(header)
    lines = [f"| {' | '.join(names)} |", "|" + "---|" * len(names)]
    lines += [f"| {' | '.join(_number(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def _number(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int) and not isinstance(cell, bool) else str(cell)


def _head(findings: Findings) -> str:
    calendar = findings.calendar
    drops = ", ".join(f"`drops/{calendar.drop_folder(drop)}`" for drop in range(min(calendar.drops, 3)))
    more = ", ..." if calendar.drops > 3 else ""
    return f"""# What a right run must find here

`journeymine sample --customers {findings.customers} --days {calendar.days} --seed {findings.seed}` wrote this folder,
this page included: {calendar.start} to {calendar.end}, in {calendar.drops} drops ({drops}{more}).
The first holds all of history, each further one a night. All people, addresses and texts are invented.
The figures below are in `truth/` as well: `lines.csv` (every file), `figures.csv` (single figures),
`identities.csv`, `segments.csv`, `purchases.csv`, `texts.csv`, `effects.csv`, `pains.csv`, `drift.csv`, `bots.csv`."""


def _lines(findings: Findings) -> str:
    counts = pl.col("line_count", "header_count", "broken_count", "duplicate_count", "late_count", "displaced_count")
    name = pl.col("file").str.split("/").list.slice(2).list.join("/").alias("name")
    by_name = findings.lines.group_by(name).agg(counts.sum()).sort("name")
    rows = [*by_name.iter_rows(), ("**all files**", *by_name.select(counts.sum()).row(0))]
    web = by_name.filter(pl.col("name").str.contains("ga4_events")).row(0, named=True)
    distinct = web["line_count"] - web["broken_count"] - web["duplicate_count"]
    figures = findings.figures
    unknown = ", ".join(
        f"`{figure.removeprefix('unknown.')}` {count:,}"
        for figure, count in figures.items()
        if figure.startswith("unknown.")
    )
    return f"""## Lines: nothing lost

In every file `line_count - header_count = loaded + rejected`. Broken lines are damaged copies of good ones (the end
cut off, or a time that does not exist), so rejecting them loses nothing. Duplicates are the same line again, in the
same drop or the next. Late lines came in a later drop than the day they belong to; displaced ones stand out of order
in their file. Contacts, deals and tickets are snapshots: they come again, changed, whenever something changes.

{_table(["file (all drops)", "lines", "headers", "broken", "duplicates", "late", "displaced"], rows)}

- Rejected rows: {findings.lines["broken_count"].sum():,}.
- Web events after de-duplication: {distinct:,}.
- Events no rule knows (`unmapped: ...`): {unknown}.
- Bots: {figures["bot_count"]:,} devices with {figures["bot_event_count"]:,} page views,
  {figures["bot_seconds"]} seconds apart each."""


def _identity(findings: Findings) -> str:
    figures = findings.figures
    kinds = [
        (kind, figures.get(f"identity.{kind}.count", 0), figures.get(f"identity.{kind}.linkable_count", 0))
        for kind in ("user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "device")
    ]
    return f"""## Identity

{figures["known_person_count"]:,} of {findings.customers:,} people are known by name; the others are devices only.

{_table(["identity kind", "keys of people", "linkable"], kinds)}

- Pairwise precision >= .995 and recall >= .98 against `truth/identities.csv` where `is_linkable`. Not linkable are
  shared devices (they belong to several people) and devices on which a known person never logged in.
- {figures["merged_contact_count"]:,} people have two contacts and two e-mails, joined by the CRM's merge audit.
- Shared devices: {figures["household_tablet_count"]:,} household tablets, and the kiosks of
  {len(company.STORES)} stores ({figures["kiosk_visit_count"]:,} visits).
- On the last day {figures["late_login_count"]:,} people log in for the first time on a second browser: the last night
  merges its customer into theirs."""


def _behaviour(findings: Findings) -> str:
    figures = findings.figures
    segments = [
        (figure.removeprefix("segment."), count) for figure, count in figures.items() if figure.startswith("segment.")
    ]
    texts = [
        (language, *(figures.get(f"text.{language}.{sentiment}_count", 0) for sentiment in SENTIMENTS))
        for language in company.LANGUAGES
    ]
    signals = [
        (signal, *(figures.get(f"signal.{segment}.{signal}_count", 0) for segment in company.SEGMENTS))
        for signal in SIGNALS
    ]
    costs = [
        (figure.removeprefix("advert_cost_cents."), f"{cents / 100:,.2f}")
        for figure, cents in figures.items()
        if figure.startswith("advert_cost_cents.")
    ]
    return f"""## Behaviour

{figures["web_purchase_count"]:,} orders on the web, {figures["store_purchase_count"]:,} in stores. About one journey in
seven ends in an order; a journey has a median of about twelve steps.

{_table(["segment", "people"], segments)}

Evening comparers come by phone after 18:00 from social networks, read reviews, compare, keep wish lists and seldom buy.
Loyal buyers open the app on the mornings of working days, look at what they bought before and buy again. Store-first
people visit and call, and look for the store on the site. Price hunters come by advert, price portal and newsletter on
a computer, around noon and at weekends, see the offers and leave full carts.

These four must be found: the adjusted Rand index of `analysis.segment_members` and `truth/segments.csv` is .80 or more
over all customers with a segment, and at least 99% of customers with a planted one have a segment. Nobody is left out
for having come once only: a customer's kind is whose identifiers of the truth it holds most of.

{_table(["language of texts", *SENTIMENTS], texts)}

In two texts of three somebody says what they are after, ask, need, wish, fear, expect or are held up by, in nine cases
of ten as others of their kind do; `texts.csv` holds the sentence. Evening comparers ask most, loyal buyers wish and
find what they expected, store-first people need somebody and are held up, price hunters are after a price and fear to
pay too much. What the texts of each kind of customer hold:

{_table(["signal", *company.SEGMENTS], signals)}

What adverts cost (`ads.csv`); in
`analysis.attribution` it stands beside each campaign:

{_table(["campaign", "euros"], costs)}

Of contacts the CRM knows some of age, education, income, family, job, industry, interests and where they heard of the
company, in mixes that differ by segment (`journeymine.sample.traits`); a third to two thirds of each are unknown."""


def _plants(findings: Findings) -> str:
    figures, facts = findings.figures, findings.facts
    real, confounded = facts["effects"].iter_rows(named=True)
    pain = facts["pains"].row(0, named=True)
    groups = (("before", "its group, before"), ("after", "its group, after"), ("elsewhere", "everyone else"))
    pain_rows = [
        (label, figures[f"pain.checkout_count.{name}"], figures[f"pain.given_up_count.{name}"])
        for name, label in groups
    ]
    drift_rows = []
    for row in facts["drift"].iter_rows(named=True):
        before, after = (_share(figures, _PAGES[row["to_touchpoint"]], when) for when in ("before", "after"))
        drift_rows.append((row["to_touchpoint"], row["share_before"], before, row["share_after"], after))
    return f"""## Planted

**Effect.** `{real["touchpoint"]}` raises the odds of an order on an active day {real["odds_ratio"]}-fold for
{real["window_days"]} days. `{confounded["touchpoint"]}` has no effect (1.0), though its readers buy more: both go along
with past activity. `analysis.key_moments` must find the first beyond chance (q at most .05), its interval above 1 and
not the second; the estimate is smaller than what was planted, since it is of all days and of renewals as well.

**Pain.** From {pain["begins_on"]} the checkout fails in {pain["error_share_after"]:.0%} of attempts on
`{pain["device"]}` for `{pain["segment"]}` (before and elsewhere {pain["error_share_before"]:.0%});
{pain["abandoned_share"]:.0%} of them give up. So `{pain["touchpoint"]}` has the highest drop-off share
of the purchase stage (among touchpoints of 30 journeys and more), several times that of `Checkout`.

{_table(["visits with a checkout", "checkouts", "given up after an error"], pain_rows)}

In {figures["rage_visit_count"]:,} visits the button is clicked three to six times within a second after the error: rage
clicks at `{pain["touchpoint"]}`.

**Drift.** From {facts["drift"]["begins_on"][0]} another page follows the home page.

{_table(["home page ->", "planted before", "in the files", "planted after", "in the files"], drift_rows)}"""


_PAGES = {"Category page": "category", "Product page": "product", "Site search": "search"}


def _share(figures: Mapping[str, int], page: str, when: str) -> str:
    start, end = "drift.home_to_", f"_count.{when}"
    total = sum(count for name, count in figures.items() if name.startswith(start) and name.endswith(end))
    return f"{figures[f'{start}{page}{end}'] / max(total, 1):.2f}"
