"""Web and app events as rows: every act of a visit with its time, address, identifiers and parameters."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, habits
from journeymine.sample.dates import DAY_MICROSECONDS, Calendar
from journeymine.sample.draws import Draws, Integers
from journeymine.sample.pages import list_acts
from journeymine.sample.people import People
from journeymine.sample.visits import APP, KIOSK

BOT_PAGES = 300
BOT_SECONDS = 7
_PAGES = (
    *("home", "category", "product", "article", "reviews", "compare", "delivery", "help", "account"),
    *("offers", "store_finder", "again"),
)
_EVENTS = dict.fromkeys(_PAGES, "page_view") | {
    "search": "view_search_results",
    "video": "video_start",
    "wishlist": "add_to_wishlist",
}
_AT_PRODUCT = (
    *("product", "view_item", "video", "click_cart", "add_to_cart", "wishlist", "review_written"),
    *("referral_shared",),
)
_AT_CHECKOUT = (
    *("begin_checkout", "form_start", "form_submit", "click_pay", "add_payment_info", "checkout_error"),
    *("rage_click",),
)
ELEMENTS = {
    "click_cart": "add-to-cart",
    "click_coupon": "apply-coupon",
    "click_pay": "pay-now",
    "rage_click": "pay-now",
}
"""What a click was on, by its act."""
_EVENTS |= dict.fromkeys(ELEMENTS, "click")
"""Event names that differ from the act's own name."""
_NO_WAIT = (
    *("session_start", "view_item", "scroll", "login", "sign_up", "user_engagement"),
    *("form_submit", "click_pay", "add_to_cart", "add_payment_info"),
)


def list_web_events(draws: Draws, people: People, visits: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Turn visits into events in the order in which they happen.

    Returns:
        One row per event: person, order (within the person), key (unique), occurred (microseconds UTC), event_name,
        act, the visit's columns, user_id (null before the login), page_location, number_in_visit, and the amounts.
    """
    drift_day = calendar.days - company.DRIFT_DAYS_BEFORE_END
    numbered = visits.with_columns(session_number=pl.int_range(1, pl.len() + 1).over("person", "device"))
    acts = list_acts(draws, visits, drift_day).join(numbered, on="visit_key", maintain_order="left")
    number = acts.select(n=pl.int_range(pl.len()).over("visit_key"))["n"].to_numpy()
    visit = acts["visit_key"].to_numpy()
    key = visit * 128 + number
    acts = acts.with_columns(
        pl.Series("number_in_visit", number),
        pl.Series("key", key),
        pl.Series("occurred", _times(draws, acts, key, number)),
        pl.Series("page_location", _addresses(draws, acts, key)),
        event_name=pl.col("act").replace(_EVENTS),
    )
    enters = pl.col("act").is_in(["login", "sign_up", "app_open"])
    inside = enters.cast(pl.Int32).cum_sum().over("visit_key") > 0
    user = pl.DataFrame(
        {
            "row": np.arange(len(people.person)),
            "account_id": people.frame["user_id"],
            "country": people.frame["country"],
            "language": people.frame["language"],
        }
    )
    acts = acts.join(user, on="row", maintain_order="left").with_columns(
        user_id=pl.when(inside | (pl.col("kind") == APP)).then("account_id")
    )
    amount = np.round(price_orders(draws, acts["person"].to_numpy(), acts["day"].to_numpy()), 2)
    is_purchase = pl.col("act") == "purchase"
    acts = acts.with_columns(
        amount=pl.when(is_purchase).then(pl.Series(amount)),
        transaction_id=pl.when(is_purchase).then(pl.format("T{}", pl.col("person") * 4096 + pl.col("day"))),
    )
    acts = acts.filter(pl.col("occurred") < calendar.end_microseconds).sort("person", "occurred", "key")
    return acts.with_columns(order=pl.int_range(pl.len()).over("person").cast(pl.Float64))


def price_orders(draws: Draws, person: Integers, day: Integers) -> np.ndarray:
    """Give the value of the order a person places on a day, in euros."""
    product = draws.integers("bought product", len(company.PRODUCTS), person, day)
    pieces = 1 + draws.integers("pieces", 3, person, day) // 2
    return np.asarray(company.PRICES[product] * pieces)


def _times(draws: Draws, acts: pl.DataFrame, key: Integers, number: Integers) -> Integers:
    """Let seconds to minutes pass between the acts of a visit, never as much as a session's gap."""
    wait = np.minimum(np.exp(3.3 + 1.1 * draws.normal("wait", key)), 1200.0)
    quick = acts["act"].is_in(_NO_WAIT).to_numpy()
    wait = np.where(quick, 0.05 + 1.5 * draws.uniform("quick", key), wait)
    wait = np.where((acts["act"] == "rage_click").to_numpy(), 0.06 + 0.1 * draws.uniform("rage", key), wait)
    wait = np.where(number == 0, 0.0, wait)
    milliseconds = np.round(wait * 1000).astype(np.int64)
    total = np.cumsum(milliseconds)
    first = number == 0
    base = np.maximum.accumulate(np.where(first, np.arange(len(key)), 0))
    jitter = draws.integers("microsecond", 1000, acts["visit_key"].to_numpy())
    return np.asarray(acts["started"].to_numpy() + (total - total[base]) * 1000 + jitter)


def _addresses(draws: Draws, acts: pl.DataFrame, key: Integers) -> pl.Series:
    """Write the address of the page each act happens on."""
    segment = acts["segment"].to_numpy()
    made_as = draws.choose("product", habits.PRODUCT_WEIGHTS[segment], key)
    product = np.array(company.PRODUCTS)[6 * made_as + draws.integers("model", 6, key)]
    category = np.array(company.CATEGORIES)[draws.choose("category", habits.CATEGORY_WEIGHTS[segment], key)]
    article = np.array(company.ARTICLES)[draws.integers("article", len(company.ARTICLES), key)]
    help_page = np.array(company.HELP_PAGES)[draws.integers("help page", len(company.HELP_PAGES), key)]
    frame = acts.select("act", "kind").with_columns(
        product=pl.Series(product), category=pl.Series(category), article=pl.Series(article), help=pl.Series(help_page)
    )
    act, none = pl.col("act"), pl.lit(None, dtype=pl.String)
    path = (
        pl.when(act.is_in(_AT_PRODUCT))
        .then(pl.format("/p/{}", "product"))
        .when(act == "category")
        .then(pl.format("/c/{}", "category"))
        .when(act == "search")
        .then(pl.lit("/search"))
        .when(act == "article")
        .then(pl.format("/blog/{}", "article"))
        .when(act == "reviews")
        .then(pl.format("/reviews/{}", "product"))
        .when(act == "offers")
        .then(pl.lit("/offers"))
        .when(act == "store_finder")
        .then(pl.lit("/stores"))
        .when(act == "again")
        .then(pl.lit("/account/again"))
        .when(act == "compare")
        .then(pl.lit("/compare"))
        .when(act == "delivery")
        .then(pl.lit("/help/delivery"))
        .when(act == "help")
        .then("help")
        .when(act == "account")
        .then(pl.lit("/account/orders"))
        .when(act.is_in(["view_cart", "click_coupon"]))
        .then(pl.lit("/cart"))
        .when(act.is_in(_AT_CHECKOUT))
        .then(pl.lit("/checkout"))
        .when(act == "purchase")
        .then(pl.lit("/checkout/done"))
        .when(act.is_in(["login", "sign_up"]))
        .then(pl.lit("/account/login"))
        .when(pl.col("kind") == APP)
        .then(none)
        .when(pl.col("kind") == KIOSK)
        .then(pl.lit("/kiosk"))
        .otherwise(pl.lit("/"))
    )
    return frame.select(page=pl.lit(company.SITE) + path)["page"]


def list_bot_events(draws: Draws, bots: int, calendar: Calendar) -> pl.DataFrame:
    """Make crawlers: hundreds of product pages in one visit, always the same seconds apart, without a person.

    Returns:
        Rows like those of list_web_events; person is negative.
    """
    bot = np.repeat(np.arange(bots, dtype=np.int64), BOT_PAGES)
    number = np.tile(np.arange(BOT_PAGES, dtype=np.int64), bots)
    day = draws.integers("bot day", calendar.days - 1, bot)
    started = (
        calendar.start_microseconds + day * DAY_MICROSECONDS + draws.integers("bot second", 80_000, bot) * 1_000_000
    )
    product = np.array(company.PRODUCTS)[number % len(company.PRODUCTS)]
    return pl.DataFrame({"person": -1 - bot, "day": day, "number_in_visit": number, "started": started}).with_columns(
        key=-1 - (pl.Series(bot) * 4096 + number),
        order=pl.Series(number.astype(np.float64)),
        occurred=pl.Series(started + number * BOT_SECONDS * 1_000_000),
        page_location=pl.lit(company.SITE + "/p/") + pl.Series(product),
        device=pl.format("{}.1700000000", pl.Series(5_000_000_000 + bot * 17)),
        event_name=pl.lit("page_view"),
        act=pl.lit("product"),
        kind=pl.lit(0),
        entry=pl.lit(0),
        category=pl.lit(company.DESKTOP),
        session_number=pl.lit(1),
        country=pl.lit("United States"),
        language=pl.lit("en"),
        user_id=pl.lit(None, dtype=pl.String),
        amount=pl.lit(None, dtype=pl.Float64),
        transaction_id=pl.lit(None, dtype=pl.String),
    )
