"""What happens within a visit: which pages in which order, by a small Markov chain, then the planned acts."""

from __future__ import annotations

import numpy as np
import polars as pl

from journeymine.sample import company, habits
from journeymine.sample.draws import Draws, Floats, Integers
from journeymine.sample.visits import APP, BROWSE, HELP, KIOSK, LATE_LOGIN, LOYALTY

PAGES = ("home", "category", "product", "search", "article", "reviews")
HOME, CATEGORY, PRODUCT, SEARCH, ARTICLE, REVIEWS = range(6)
FOLLOWS = np.array(
    [  # from (rows) to (columns), within the chain
        [0.00, 0.50, 0.25, 0.15, 0.10, 0.00],
        [0.00, 0.15, 0.70, 0.15, 0.00, 0.00],
        [0.10, 0.25, 0.35, 0.10, 0.00, 0.20],
        [0.00, 0.10, 0.75, 0.15, 0.00, 0.00],
        [0.30, 0.20, 0.30, 0.00, 0.20, 0.00],
        [0.00, 0.20, 0.80, 0.00, 0.00, 0.00],
    ]
)
FOLLOWS_AFTER_DRIFT = FOLLOWS.copy()
FOLLOWS_AFTER_DRIFT[HOME] = [0.00, 0.20, 0.20, 0.50, 0.10, 0.00]
# First page by the way of arrival (rows: company.ENTRIES).
_FIRST_PAGE = np.array(
    [
        [0.80, 0.05, 0.10, 0.05, 0.00, 0.0],
        [0.30, 0.15, 0.25, 0.00, 0.30, 0.0],
        [0.60, 0.20, 0.20, 0.00, 0.00, 0.0],
        [0.05, 0.35, 0.60, 0.00, 0.00, 0.0],
        [0.10, 0.20, 0.60, 0.00, 0.10, 0.0],
        [0.20, 0.20, 0.40, 0.00, 0.20, 0.0],
        [0.10, 0.60, 0.30, 0.00, 0.00, 0.0],
        [0.00, 0.10, 0.90, 0.00, 0.00, 0.0],
    ]
)
MOST_PAGES = 14
LEAVES_HOME_CHANCE = 0.85
"""Chance that another page follows the home page; that of other pages depends on the kind of customer."""
RAGE_CHANCE = 0.6
"""Chance that someone whose payment fails clicks the button again and again."""
UNKNOWN_EVENTS = ("promo_wheel_spun", "chat_widget_opened", "experiment_impression")
"""Event names the taxonomy knows nothing of."""


def _browse(draws: Draws, visits: pl.DataFrame, drift_day: int) -> list[pl.DataFrame]:
    """Walk the chain for visits that look around."""
    walkers = visits.filter(pl.col("kind").is_in([BROWSE, KIOSK, LATE_LOGIN]))
    key, day, segment = (walkers[c].to_numpy() for c in ("visit_key", "day", "segment"))
    page = draws.choose("first page", _FIRST_PAGE[walkers["entry"].to_numpy()], key)
    drifted = (day >= drift_day).astype(np.int64)
    tables = np.stack([_weigh_pages(FOLLOWS), _weigh_pages(FOLLOWS_AFTER_DRIFT)])
    frames = []
    for turn in range(MOST_PAGES):
        frames.append(_steps(key, turn, np.array(PAGES)[page]))
        chance = np.where(page == HOME, LEAVES_HOME_CHANCE, habits.GOES_ON[segment])
        going = draws.chance("continues", chance, key, turn)
        key, page, segment, drifted = key[going], page[going], segment[going], drifted[going]
        if not len(key):
            break
        page = draws.choose("next page", tables[drifted, segment, page], key, turn)
    return frames


def _weigh_pages(follows: Floats) -> Floats:
    """Let each kind of customer prefer some pages, except after the home page: (n_segments, n_pages, n_pages)."""
    weighted = follows * habits.PAGE_WEIGHTS[:, None, :]
    weighted[:, HOME] = follows[HOME]
    return np.asarray(weighted / weighted.sum(axis=2, keepdims=True))


def _steps(key: Integers, position: float, name: str | np.ndarray) -> pl.DataFrame:
    names = pl.Series(np.full(len(key), name)) if isinstance(name, str) else pl.Series(name)
    return pl.DataFrame(
        {"visit_key": key, "position": np.full(len(key), float(position)), "act": names.cast(pl.String)}
    )


def list_acts(draws: Draws, visits: pl.DataFrame, drift_day: int) -> pl.DataFrame:
    """List what happens in each visit.

    Returns:
        One row per act in order: visit_key, position, act. Acts are pages and the names below; session_start is always
        the first, user_engagement the last.
    """
    frames = [_steps(visits["visit_key"].to_numpy(), -1, "session_start"), *_browse(draws, visits, drift_day)]

    def plan(condition: pl.Expr, position: float, act: str, chance: float = 1.0) -> None:
        key = visits.filter(condition)["visit_key"].to_numpy()
        if chance < 1.0:
            key = key[draws.chance(f"act {act} {position}", chance, key)]
        frames.append(_steps(key, position, act))

    kind, on_site = pl.col("kind"), pl.col("kind") != APP
    goes_on = pl.col("purchase") | ~pl.col("error")
    plan(pl.col("compares"), 50, "compare", 0.6)
    plan(pl.col("compares"), 50.5, "product", 0.7)
    plan(pl.col("video"), 51, "product")
    plan(pl.col("video"), 52, "video")
    plan(pl.col("delivery"), 60, "delivery")
    plan(pl.col("cart"), 65, "product")
    plan(pl.col("cart"), 65.9, "click_cart")
    plan(pl.col("cart"), 66, "add_to_cart")
    plan(pl.col("cart"), 67, "view_cart", 0.6)
    plan(pl.col("cart") & (pl.col("segment") == company.PRICE), 68, "click_coupon", 0.3)
    plan(pl.col("checkout"), 71, "begin_checkout")
    plan(pl.col("checkout"), 71.5, "form_start", 0.9)
    pays = pl.col("checkout") & (pl.col("purchase") | pl.col("error"))
    plan(pays, 71.8, "form_submit")
    plan(pays, 71.9, "click_pay")
    plan(pays, 72, "add_payment_info")
    plan(pl.col("error"), 73, "checkout_error")
    angry = visits.filter(pl.col("error"))["visit_key"].to_numpy()
    angry = angry[draws.chance("act rage", RAGE_CHANCE, angry)]
    clicks = 3 + draws.integers("rage clicks", 4, angry)
    frames += [_steps(angry[turn < clicks], 73.1 + turn / 100, "rage_click") for turn in range(6)]
    plan(pl.col("error") & goes_on, 74, "add_payment_info")
    plan(pl.col("purchase"), 75, "purchase")
    plan(kind == APP, 0, "app_open")
    plan(kind == APP, 1, "feature_used", 0.7)
    plan(kind == APP, 2, "feature_used", 0.3)
    plan(kind == APP, 3, "video_tutorial", 0.2)
    plan(kind == HELP, 0, "account", 0.4)
    plan(kind == HELP, 1, "help")
    plan(kind == HELP, 2, "help", 0.4)
    plan(kind == LOYALTY, 0, "product")
    plan(kind == LOYALTY, 1, "review_written", 0.7)
    plan(kind == LOYALTY, 2, "referral_shared", 0.35)
    enters, at_checkout = pl.col("has_login") & on_site, pl.col("checkout")
    for act, is_new in (("sign_up", pl.col("is_new_account")), ("login", ~pl.col("is_new_account"))):
        plan(enters & is_new & at_checkout, 70, act)
        plan(enters & is_new & ~at_checkout, 0.5, act)
    segment = visits["segment"].to_numpy()
    for act, position, chances in (
        ("offers", 0.4, habits.SEES_OFFERS),
        ("store_finder", 48, habits.FINDS_STORE),
        ("again", 0.45, habits.BUYS_AGAIN),
        ("wishlist", 53, habits.SAVES),
    ):
        does = draws.chance(f"act {act}", chances[segment], visits["visit_key"].to_numpy())
        plan((kind == BROWSE) & pl.Series(does), position, act)
    for number, name in enumerate(UNKNOWN_EVENTS):
        plan(kind == BROWSE, 0.3 + number / 10, name, 0.01)
    plan(on_site, 90, "scroll", 0.12)
    plan(pl.lit(True), 99, "user_engagement", 0.4)
    acts = pl.concat(frames)
    shown = acts.filter(pl.col("act") == "product").with_columns(
        position=pl.col("position") + 0.01, act=pl.lit("view_item")
    )
    return pl.concat([acts, shown]).sort("visit_key", "position", maintain_order=True)
