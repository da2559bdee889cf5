"""Two nights over the sample company find what was planted in it (data/sample/EXPECTED.md, data/sample/truth)."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sklearn.metrics import adjusted_rand_score

from journeymine.privacy.hashing import hash_identifier
from journeymine.warehouse.connection import open_database

ROOT = Path(__file__).resolve().parents[2]
TRUTH = ROOT / "data" / "sample" / "truth"
KEY = b"an invented company has nothing to hide"
Query = Callable[[str], list[tuple[Any, ...]]]


def read_truth(name: str) -> list[dict[str, str]]:
    """Read a file of the planted truth."""
    with (TRUTH / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def query(sample_warehouse: Path) -> Iterator[Query]:
    """Ask the warehouse of the second night."""
    with open_database(sample_warehouse, read_only=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def figures() -> dict[str, int]:
    """The planted single figures."""
    return {row["figure"]: int(row["value"]) for row in read_truth("figures")}


def test_every_line_is_loaded_or_rejected(query: Query) -> None:
    found = query("select file_name, line_count, header_count, loaded_count, rejected_count from raw.files")
    planted = {row["file"]: row for row in read_truth("lines")}
    assert len(found) == len(planted)
    for name, lines, headers, loaded, rejected in found:
        assert lines == int(planted[name]["line_count"]), name
        assert rejected == int(planted[name]["broken_count"]), name
        assert lines - headers == loaded + rejected, name


def test_rejected_rows_are_kept_with_their_reasons(query: Query) -> None:
    planted = sum(int(row["broken_count"]) for row in read_truth("lines"))
    assert query("select count(*) from raw.rejected where len(reasons) > 0 and line_number > 0") == [(planted,)]


def test_what_adverts_cost_stands_once_beside_each_campaign(query: Query, figures: dict[str, int]) -> None:
    start = "advert_cost_cents."
    planted = {name.removeprefix(start): cents / 100 for name, cents in figures.items() if name.startswith(start)}
    found = query(
        "select distinct touch, touch_cost_amount from analysis.attribution "
        "where attribution_dimension = 'campaign' and touch_cost_amount is not null"
    )
    assert dict(found) == pytest.approx(planted, abs=0.01)
    assert len(found) == len(planted)


def test_repeated_lines_count_once(query: Query) -> None:
    web = [row for row in read_truth("lines") if "ga4_events" in row["file"]]
    planted = sum(int(row["line_count"]) - int(row["broken_count"]) - int(row["duplicate_count"]) for row in web)
    assert query("select count(*), count(distinct event_key) from core.events where source = 'web'") == [
        (planted, planted)
    ]


def test_orders_are_the_planted_ones(query: Query, figures: dict[str, int]) -> None:
    orders = "select count(*) from core.events where touchpoint = 'Order placed' and source = "
    assert query(f"{orders}'web'") == [(figures["web_purchase_count"],)]
    assert query(f"{orders}'stores'") == [(figures["store_purchase_count"],)]


def test_unknown_events_are_counted_by_name(query: Query, figures: dict[str, int]) -> None:
    planted = {name.removeprefix("unknown."): count for name, count in figures.items() if name.startswith("unknown.")}
    assert dict(query("select event_name, event_count from marts.unmapped_events where source = 'web'")) == planted


def test_identities_are_found_and_nobody_is_mixed_up(query: Query) -> None:
    found = {
        (kind, identity): customer
        for kind, identity, customer in query("select identity_kind, identity_hash, customer_id from core.identities")
    }
    owners: dict[tuple[str, str], tuple[str, int]] = {}
    for row in read_truth("identities"):
        if row["is_linkable"] == "true":
            kind = row["identity_kind"]
            identity = hash_identifier(kind, row["identity_value"], KEY, phone_region="PL")
            assert identity is not None
            owners[kind, identity] = (row["person"], found[kind, identity])

    def count_pairs(groups: Counter[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in groups.values())

    same_person = count_pairs(Counter(person for person, _ in owners.values()))
    same_customer = count_pairs(Counter(customer for _, customer in owners.values()))
    both = count_pairs(Counter(owners.values()))
    assert same_person > 10_000
    assert both / same_customer >= 0.995
    assert both / same_person >= 0.98


def test_shared_devices_belong_to_nobody(query: Query) -> None:
    persons: dict[str, set[str]] = defaultdict(set)
    for row in read_truth("identities"):
        if row["identity_kind"] == "device":
            persons[row["identity_value"]].add(row["person"])
    shared = {hash_identifier("device", device, KEY) for device, people in persons.items() if len(people) > 1}
    refused = query("select identity_hash from core.identity_refusals where identity_kind = 'device'")
    assert {identity for (identity,) in refused} == shared


def test_late_logins_merge_customers_on_the_last_night(query: Query, figures: dict[str, int]) -> None:
    assert query("select count(*) from core.customer_merges")[0][0] >= figures["late_login_count"] > 0


def test_pain_shows_as_the_worst_drop_off_of_its_stage(query: Query) -> None:
    found = query(
        "select touchpoint, drop_off_share, drop_off_count from marts.touchpoint_metrics"
        " where stage = 'purchase' and journey_count >= 30 order by drop_off_share desc"
    )
    assert found[0][0] == read_truth("pains")[0]["touchpoint"]
    assert found[0][2] >= 30
    shares = {touchpoint: share for touchpoint, share, _ in found}
    assert shares["Checkout error"] > 3 * shares["Checkout"]


def test_pain_is_in_the_first_quarter_of_the_ranking_and_its_query_gives_its_number(query: Query) -> None:
    touchpoint = read_truth("pains")[0]["touchpoint"]
    found = query(
        "select pain_rank, affected_count, severity_low, pain_lift, source_query from analysis.pain_points"
        f" where pain_kind = 'pain' and pain_source = 'drop_off' and touchpoint = '{touchpoint}'"
    )
    assert len(found) == 1
    rank, affected, severity_low, lift, source_query = found[0]
    ((pain_count,),) = query("select count(*) from analysis.pain_points where pain_kind = 'pain'")
    assert rank <= pain_count / 4
    assert severity_low > 0.5
    assert lift > 3
    assert query(source_query) == [(affected,)]


def test_pain_begins_on_its_day(query: Query) -> None:
    pain = read_truth("pains")[0]
    found = query(
        "select date_diff('day', date '" + pain["begins_on"] + "', occurred_at::date) >= 0, count(*)"
        " from core.events where touchpoint = 'Checkout error' and device = '" + pain["device"] + "' group by all"
    )
    counts = dict(found)
    assert counts[True] > 5 * counts[False]


def test_drift_changes_what_follows_the_home_page(query: Query, figures: dict[str, int]) -> None:
    begins = read_truth("drift")[0]["begins_on"]
    pages = {"Category page": "category", "Product page": "product", "Site search": "search", "Blog article": "article"}
    found = query(
        f"select next_touchpoint, occurred_at < timestamp '{begins}', count(*) from core.journey_steps"
        " where touchpoint = 'Home page' and seconds_to_next < 1800 group by all"
    )
    for is_before, when in ((True, "before"), (False, "after")):
        counts = {pages[page]: count for page, early, count in found if page in pages and early == is_before}
        planted = {page: figures[f"drift.home_to_{page}_count.{when}"] for page in pages.values()}
        for page, count in planted.items():
            assert abs(counts[page] / sum(counts.values()) - count / sum(planted.values())) < 0.02, (page, when)


def test_bots_stay_by_themselves(query: Query) -> None:
    for row in read_truth("bots"):
        identity = hash_identifier("device", row["identity_value"], KEY)
        found = query(
            "select count(*) from core.events where customer_id ="
            f" (select customer_id from core.identities where identity_hash = '{identity}')"
        )
        assert found == [(int(row["event_count"]),)]


def find_planted_kinds(query: Query) -> dict[int, str]:
    """Find the planted segment of each customer: that of most of the identifiers the customer holds."""
    segments = {row["person"]: row["segment"] for row in read_truth("segments")}
    found = {
        (kind, identity): customer
        for kind, identity, customer in query("select identity_kind, identity_hash, customer_id from core.identities")
    }
    planted: dict[int, Counter[str]] = defaultdict(Counter)
    for row in read_truth("identities"):
        if row["is_shared"] == "false":
            identity = hash_identifier(row["identity_kind"], row["identity_value"], KEY, phone_region="PL")
            customer = found.get((row["identity_kind"], identity or ""))
            if customer is not None:
                planted[customer][segments[row["person"]]] += 1
    return {customer: kinds.most_common(1)[0][0] for customer, kinds in planted.items()}


def test_planted_segments_are_found_and_nobody_is_left_out(query: Query) -> None:
    planted = find_planted_kinds(query)
    members = dict(query("select customer_id, segment_id from analysis.segment_members"))
    active = {customer for (customer,) in query("select customer_id from marts.customer_features")} & set(planted)
    both = [(planted[customer], members[customer]) for customer in active if customer in members]
    assert len(both) >= 0.99 * len(active) > 1900
    assert len(set(members.values())) == 4
    assert adjusted_rand_score(*zip(*both, strict=True)) >= 0.8
    assert {row[0] for row in query("select stability from analysis.segments")} <= {"stable", "highly stable"}


def test_planted_effect_is_beyond_chance_and_the_confounded_touchpoint_is_not(query: Query) -> None:
    found = {
        touchpoint: numbers
        for touchpoint, *numbers in query(
            "select touchpoint, odds_ratio_low, odds_ratio_high, effect_q_value from analysis.key_moments"
            " where outcome = 'conversion'"
        )
    }
    asked = query("select outcome, count(distinct factor_kind) from analysis.key_moments group by all order by outcome")
    outcomes = ("another goal", "churn", "conversion", "recommendation", "satisfaction")
    assert asked == [(outcome, 5) for outcome in outcomes]
    planted = {row["touchpoint"]: float(row["odds_ratio"]) for row in read_truth("effects")}
    for touchpoint, odds_ratio in planted.items():
        low, high, q_value = found[touchpoint]
        assert (q_value <= 0.05) == (odds_ratio > 1), touchpoint
        assert low < odds_ratio, touchpoint
        assert (low > 1) == (odds_ratio > 1), touchpoint
        assert high > 1, touchpoint


def test_rage_clicks_are_found_at_the_failing_checkout(query: Query, figures: dict[str, int]) -> None:
    found = dict(
        query(
            "select names.touchpoint, count(*) from core.friction as friction"
            " join core.touchpoint_names as names using (touchpoint_code)"
            " where friction_kind = 'rage_click' group by all"
        )
    )
    assert found == {read_truth("pains")[0]["touchpoint"]: figures["rage_visit_count"]}


def test_texts_are_all_there_and_hold_no_address(query: Query) -> None:
    found = dict(query("select record_id, text from core.texts"))
    assert {row["record_id"] for row in read_truth("texts")} == set(found)
    for text in found.values():
        assert "@" not in text
        assert not re.search(r"\d{6}", text.replace(" ", "")), text
    assert sum("[phone]" in text for text in found.values()) > 10
    assert sum("[email]" in text for text in found.values()) > 10


def test_journeys_are_of_ordinary_length_and_few_convert(query: Query) -> None:
    median, share = query(
        "select median(step_count), avg((goal = 'purchase' and goal is not null)::integer) from core.journeys"
    )[0]
    assert 8 <= median <= 12
    assert 0.08 <= share <= 0.15
