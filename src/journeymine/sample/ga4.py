"""Web events as lines of a GA4 export to BigQuery (JSON lines; 64-bit numbers are texts there).

Source: the export's schema as documented by Google, "[GA4] BigQuery Export schema".
"""

from __future__ import annotations

import polars as pl

from journeymine.sample import company
from journeymine.sample.draws import Draws, Integers
from journeymine.sample.visits import APP
from journeymine.sample.web import ELEMENTS

FILE = "ga4_events.jsonl.gz"
_SYSTEMS = ("Android", "Windows", "Android")
_ERROR_CODE = "3ds_timeout"


def _text(name: str, value: pl.Expr) -> pl.Expr:
    """Write one event parameter with a text value, or nothing where the value is null."""
    written = pl.concat_str(
        pl.lit(f',{{"key":"{name}","value":{{"string_value":"'), value, pl.lit('","int_value":null}}')
    )
    return written.fill_null("")


def _number(name: str, value: pl.Expr) -> pl.Expr:
    """Write one event parameter with a whole number, or nothing where the value is null."""
    written = pl.concat_str(
        pl.lit(f',{{"key":"{name}","value":{{"string_value":null,"int_value":"'), value.cast(pl.String), pl.lit('"}}')
    )
    return written.fill_null("")


def _pick(values: tuple[str, ...], index: pl.Expr) -> pl.Expr:
    return index.replace_strict(dict(enumerate(values)), return_dtype=pl.String)


def _find_places(draws: Draws, web_events: pl.DataFrame) -> tuple[Integers, Integers]:
    """Say where on the screen each event would be a click: for one visit nearly always the same place."""
    visit, key = web_events["started"].to_numpy(), web_events["key"].to_numpy()
    left = 120 + draws.integers("click left", 160, visit) + draws.integers("click beside", 9, key)
    return left, 480 + draws.integers("click top", 120, visit) + draws.integers("click below", 9, key)


def render_events(draws: Draws, web_events: pl.DataFrame) -> pl.DataFrame:
    """Write each event of web.list_web_events or web.list_bot_events as one JSON line, in the new column `line`."""
    key = web_events["key"].to_numpy()
    query = draws.integers("search term", len(company.SEARCHES), key)
    feature = draws.integers("feature", len(company.FEATURES), key)
    engagement = draws.integers("engagement", 90_000, key) + 1000
    left, top = _find_places(draws, web_events)
    click_id = draws.bits("click id", web_events["started"].to_numpy()) >> 24
    act, entry, is_app = pl.col("act"), pl.col("entry"), pl.col("kind") == APP
    is_start = act == "session_start"
    by_click = entry.is_in([n for n, e in enumerate(company.ENTRIES) if e[4]])
    frame = web_events.with_columns(
        _moment=pl.from_epoch("occurred", time_unit="us"),
        _source=_pick(tuple(e[0] for e in company.ENTRIES), entry),
        _medium=_pick(tuple(e[1] for e in company.ENTRIES), entry),
        _campaign=_pick(tuple(e[2] for e in company.ENTRIES), entry),
        _referrer=_pick(tuple(e[3] for e in company.ENTRIES), entry),
        _gclid=pl.when(is_start & by_click).then(pl.format("Cj0K{}", pl.Series(click_id))),
        _term=pl.when(act == "search").then(_pick(company.SEARCHES, pl.lit(pl.Series(query)))),
        _feature=pl.when(act == "feature_used").then(_pick(company.FEATURES, pl.lit(pl.Series(feature)))),
        _engagement=pl.when(act == "user_engagement").then(pl.Series(engagement)),
        _element=act.replace_strict(ELEMENTS, default=None, return_dtype=pl.String),
        _thing=pl.when(act.is_in(["view_item", "add_to_cart", "wishlist"])).then(
            pl.col("page_location").str.extract("/p/([a-z]+)-")
        ),
    ).with_columns(pl.when(pl.col("_referrer") != "").then("_referrer").alias("_referrer"))
    # An empty text instead of null, as some tag managers send it; both mean nobody was logged in.
    blank = pl.Series(draws.chance("blank user", 0.02, key))
    user = (
        pl.when(pl.col("user_id").is_not_null())
        .then(pl.format('"{}"', "user_id"))
        .when(blank)
        .then(pl.lit('""'))
        .otherwise(pl.lit("null"))
    )
    content = (
        pl.when(act == "article")
        .then(pl.lit("article"))
        .when(act.is_in(["video", "video_tutorial"]))
        .then(pl.lit("video"))
    )
    session = (pl.col("started") // 1_000_000).cast(pl.String)
    traffic = pl.format(
        '"manual_source":"{}","manual_medium":"{}","manual_campaign_name":"{}","gclid":{}',
        "_source",
        "_medium",
        "_campaign",
        pl.when(pl.col("_gclid").is_null()).then(pl.lit("null")).otherwise(pl.format('"{}"', "_gclid")),
    )
    line = pl.concat_str(
        pl.lit('{"event_date":"'),
        pl.col("_moment").dt.strftime("%Y%m%d"),
        pl.lit('","event_timestamp":"'),
        pl.col("occurred").cast(pl.String),
        pl.lit('","event_name":"'),
        pl.col("event_name"),
        pl.lit('","event_params":[{"key":"ga_session_id","value":{"string_value":null,"int_value":"'),
        session,
        pl.lit('"}}'),
        _number("ga_session_number", pl.col("session_number")),
        _text("page_location", pl.col("page_location")),
        _text("page_referrer", pl.when(is_start).then("_referrer")),
        _text("source", pl.when(is_start).then("_source")),
        _text("medium", pl.when(is_start).then("_medium")),
        _text("campaign", pl.when(is_start).then("_campaign")),
        _text("gclid", pl.col("_gclid")),
        _text("search_term", pl.col("_term")),
        _text("content_type", content),
        _text("feature", pl.col("_feature")),
        _text("currency", pl.when(act == "purchase").then(pl.lit("EUR"))),
        _text("error_code", pl.when(act == "checkout_error").then(pl.lit(_ERROR_CODE))),
        _number("engagement_time_msec", pl.col("_engagement")),
        _text("element_id", pl.col("_element")),
        _number("click_x", pl.when(pl.col("_element").is_not_null()).then(pl.Series(left))),
        _number("click_y", pl.when(pl.col("_element").is_not_null()).then(pl.Series(top))),
        pl.lit('],"user_id":'),
        user,
        pl.lit(',"user_pseudo_id":"'),
        pl.col("device"),
        pl.lit('","device":{"category":"'),
        _pick(company.DEVICE_CATEGORIES, pl.col("category")),
        pl.lit('","operating_system":"'),
        _pick(_SYSTEMS, pl.col("category")),
        pl.lit('","language":"'),
        pl.col("language"),
        pl.lit('"},"geo":{"country":"'),
        pl.col("country"),
        pl.lit('"},"collected_traffic_source":'),
        pl.when(is_start).then(pl.concat_str(pl.lit("{"), traffic, pl.lit("}"))).otherwise(pl.lit("null")),
        pl.lit(',"stream_id":"'),
        pl.when(is_app).then(pl.lit("5502")).otherwise(pl.lit("5501")),
        pl.lit('","platform":"'),
        pl.when(is_app).then(pl.lit("ANDROID")).otherwise(pl.lit("WEB")),
        pl.lit('","ecommerce":'),
        pl.when(pl.col("amount").is_null())
        .then(pl.lit("null"))
        .otherwise(
            pl.concat_str(
                pl.lit('{"purchase_revenue":'),
                pl.col("amount").cast(pl.String),
                pl.lit(',"transaction_id":"'),
                pl.col("transaction_id"),
                pl.lit('"}'),
            )
        ),
        pl.when(pl.col("_thing").is_not_null())
        .then(pl.concat_str(pl.lit(',"items":[{"item_name":"'), pl.col("_thing").str.to_titlecase(), pl.lit('"}]')))
        .otherwise(pl.lit("")),
        pl.lit(',"batch_page_id":"'),
        (pl.col("started") // 1000).cast(pl.String),
        pl.lit('","batch_ordering_id":"1","batch_event_index":"'),
        (pl.col("number_in_visit") + 1).cast(pl.String),
        pl.lit('"}'),
    )
    return frame.with_columns(line=line)
