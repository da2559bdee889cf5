"""Personas are made of evidence: what is planted is found, nothing else is, and every claim's query gives its value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest
from scipy.stats import t

from journeymine.personas.identity import IDENTITY_SCHEMA
from journeymine.personas.told import claim_scenario
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import read_frame, read_query
from tests.sql.persona_night import QUOTE, draw_tables, make_persona_settings, open_persona_night

PEOPLE = {
    "p01": {
        "name": "Anna",
        "goals": ["Be sure"],
        "fears": {"confirmed": ["hidden cost"], "rejected": ["fear: Trust", "Parcel"]},
        "by": "CX team",
    }
}


@pytest.fixture(scope="module")
def night() -> Iterator[Connection]:
    with open_persona_night(draw_tables(), make_persona_settings()) as connection:
        yield connection


def read_claims(connection: Connection, persona_id: str = "p01") -> pl.DataFrame:
    return read_frame(connection, "analysis.persona_evidence").filter(pl.col("persona_id") == persona_id)


def find_claims(connection: Connection, section: str) -> list[dict[str, Any]]:
    return read_claims(connection).filter((pl.col("section") == section) & pl.col("is_evidenced")).to_dicts()


def test_only_stable_segments_become_personas_the_largest_first(night: Connection) -> None:
    rows = read_query(night, "select persona_id, segment_id, customer_count from analysis.personas").rows()
    assert rows == [("p01", "s1", 700), ("p02", "s2", 400)]


def test_every_query_behind_a_claim_gives_its_value_and_n(night: Connection) -> None:
    claims = read_frame(night, "analysis.persona_evidence")
    assert claims.height > 80
    assert {row["section"] for row in claims.filter(~pl.col("is_evidenced")).to_dicts()} >= {"need", "social", "wish"}
    for row in claims.iter_rows(named=True):
        found = read_query(night, row["source_query"])
        if row["value"] is not None:
            assert float(found["value"][0]) == pytest.approx(row["value"], abs=2e-6), row["claim"]
        assert found["n"][0] == row["n"], row["claim"]


def test_whatever_is_estimated_has_an_interval_and_what_is_compared_a_q_value(night: Connection) -> None:
    told = read_frame(night, "analysis.persona_evidence").filter(
        pl.col("is_evidenced") & pl.col("value").is_not_null() & (pl.col("section") != "quote")
    )
    bare = told.filter(pl.col("value_low").is_null() | pl.col("value_high").is_null())
    assert bare["trait"].unique().to_list() == ["customer_count"], "only a count of all is no estimate"
    assert told.filter((pl.col("value_low") > pl.col("value")) | (pl.col("value_high") < pl.col("value"))).is_empty()
    assert told.filter(pl.col("lift").is_not_null() & pl.col("q_value").is_null()).is_empty()


def test_how_often_they_buy_and_what_they_are_worth_are_medians_of_those_it_is_known_of(night: Connection) -> None:
    own = "marts.customer_features inner join analysis.segment_members using (customer_id) where segment_id = 's1'"
    for trait, section, unit in (
        ("median_return_days", "usage", "days"),
        ("lifetime_value_amount", "value", "amount"),
    ):
        (row,) = [claim for claim in find_claims(night, section) if claim["trait"] == trait]
        known = read_query(night, f"select {trait} from {own} and {trait} is not null")[trait].sort()
        assert (row["n"], row["value_unit"]) == (known.len(), unit)
        assert row["value"] == known[(known.len() - 1) // 2]
        assert row["value_low"] < row["value"] < row["value_high"]


def test_mean_satisfaction_has_students_interval_also_where_few_gave_a_rating() -> None:
    tables = draw_tables()
    ratings = pl.DataFrame({"customer_id": list(range(1, 11)), "satisfaction_permille": [500, 600] * 5})
    with open_persona_night(tables | {"core.satisfaction": ratings}, make_persona_settings()) as night:
        (row,) = find_claims(night, "satisfaction")
    expected = t.interval(0.95, 9, 0.55, ratings["satisfaction_permille"].std() / 1000 / 10**0.5)
    assert (row["value_low"], row["value_high"]) == pytest.approx(expected, abs=1e-5)
    assert (row["value"], row["n"]) == (0.55, 10)


def test_what_is_planted_is_found_with_interval_lift_and_q_value(night: Connection) -> None:
    young = next(row for row in find_claims(night, "demographic") if row["trait"] == "18-24")
    assert young["value_low"] < 0.6 < young["value_high"]
    assert young["lift_low"] > 2
    assert young["q_value"] < 0.001
    pains = {(row["trait_kind"], row["trait"]) for row in find_claims(night, "pain")}
    assert pains == {("fault", "rage_click: Checkout"), ("negative_topic", "topic: parcel")}
    assert [(row["trait_kind"], row["trait"]) for row in find_claims(night, "goal")] == [("goal", "order")]
    assert [row["trait"] for row in find_claims(night, "fear")] == ["topic: parcel", "trust"]
    workaround = find_claims(night, "hidden_need")
    assert [(row["trait_kind"], row["evidence_kind"]) for row in workaround] == [("workaround: Product", "inferred")]


def test_what_is_not_there_is_not_told(night: Connection) -> None:
    for section in ("need", "motive", "wish", "question", "barrier", "expectation"):
        (row,) = read_claims(night).filter(pl.col("section") == section).to_dicts()
        assert (row["claim"], row["is_evidenced"], row["value"]) == ("not evidenced", False, None), section
    (social,) = read_claims(night).filter(pl.col("section") == "social").to_dicts()
    assert social["claim"] == "not known"
    industry = [row for row in find_claims(night, "professional") if row["q_value"] <= 0.05]
    assert industry == []
    second = read_claims(night, "p02").filter(pl.col("section").is_in(["pain", "fear", "goal", "hidden_need"]))
    assert second["is_evidenced"].to_list() == [False] * 4


def test_no_claim_is_made_of_fewer_customers_than_may_be_told(night: Connection) -> None:
    counts = read_claims(night)["counted_customer_count"].drop_nulls()
    assert counts.min() >= 10


def test_a_quote_is_an_exact_part_of_a_members_text_with_its_record(night: Connection) -> None:
    quotes = find_claims(night, "quote")
    assert 1 <= len(quotes) <= 3
    for row in quotes:
        (text,) = read_query(night, f"select text from core.texts where record_id = '{row['record_id']}'")["text"]
        assert row["claim"] in text
        assert QUOTE in row["claim"]
        members = "select segment_id from analysis.segment_members inner join core.texts using (customer_id)"
        (segment,) = read_query(night, f"{members} where record_id = '{row['record_id']}'")["segment_id"]
        assert segment == "s1"


def test_the_scenario_is_a_travelled_path_with_the_median_times_of_all_who_go_so(night: Connection) -> None:
    steps = find_claims(night, "scenario")
    assert [row["claim"] for row in steps] == ["Home", "Product", "Checkout", "Product"]
    assert [row["value"] for row in steps] == [None, 420.0, 420.0, 420.0]
    assert [row["value_low"] for row in steps[1:]] == [row["value_high"] for row in steps[1:]] == [420.0] * 3
    assert steps[1]["n"] == 700
    assert steps[0]["n"] == 700, "those who came there"


def test_a_step_of_which_too_few_times_are_known_has_those_who_came_there() -> None:
    with open_persona_night(draw_tables(), make_persona_settings()) as night:
        steps = read_frame(night, "analysis.persona_steps").with_columns(
            customer_count=pl.lit(9, pl.Int64), reached_count=8 + pl.col("step_index")
        )
    told = [(claim.value, claim.value_low, claim.n) for claim in claim_scenario("p01", steps, 10)]
    assert told == [(None, None, 0), (None, None, 10), (None, None, 11), (None, None, 12)]


def test_joint_prevalence_counts_customers_with_all_headline_attributes(night: Connection) -> None:
    (row,) = read_query(night, "from analysis.persona_prevalence where persona_id = 'p01'").to_dicts()
    attributes = read_query(night, "from analysis.persona_attributes where persona_id = 'p01'").to_dicts()
    assert [one["feature"] for one in attributes if one["feature"]] == ["evening_share"]
    traits = {(one["trait_kind"], one["trait"]) for one in attributes if one["trait"]}
    assert ("age_band", "18-24") in traits
    assert row["attribute_count"] == len(attributes)
    assert 0 < row["joint_customer_count"] < 0.6 * 700


def test_a_joint_count_too_small_to_be_told_is_not_on_the_card_and_still_warns() -> None:
    with open_persona_night(draw_tables(), make_persona_settings(privacy={"minimum_cell": 250})) as night:
        (joint,) = read_query(night, "from analysis.persona_prevalence where persona_id = 'p01'").to_dicts()
        assert 0 < joint["joint_customer_count"] < 250
        (card,) = read_query(night, "from analysis.personas where persona_id = 'p01'").to_dicts()
        assert (card["joint_customer_count"], card["joint_prevalence_share"]) == (None, None)
        assert find_claims(night, "prevalence") == []


def test_the_medoid_lies_nearest_to_the_mean_and_is_no_id(night: Connection) -> None:
    names = read_query(night, "select medoid_pseudonym from analysis.personas")["medoid_pseudonym"]
    assert all(len(name) == 8 for name in names)
    nearest = read_query(
        night,
        "select left(md5('s1:' || arg_min(customer_id, abs(evening_share - segment_mean))), 8) as name "
        "from marts.customer_features inner join analysis.segment_members using (customer_id) "
        "inner join analysis.segment_profiles using (segment_id) where segment_id = 's1'",
    )
    assert names[0] == nearest["name"][0]


def test_what_people_wrote_stands_beside_it_as_theirs_and_takes_away_what_they_rejected() -> None:
    with open_persona_night(draw_tables(), make_persona_settings(PEOPLE)) as night:
        human = read_claims(night).filter(pl.col("evidence_kind") == "human")
        assert human.select("section", "claim").rows() == [
            ("goal", "Be sure"),
            ("fear", "hidden cost"),
            ("rejected_fear", "fear: Trust"),
            ("rejected_fear", "Parcel"),
        ]
        assert human["source_table"].unique().to_list() == ["overlay/personas.toml"]
        machine = read_claims(night).filter((pl.col("section") == "fear") & (pl.col("evidence_kind") != "human"))
        assert machine.is_empty(), "by its name as it is explained, or by its topic alone"
        (card,) = read_query(night, "from analysis.personas where persona_id = 'p01'").to_dicts()
        assert (card["persona_name_by_people"], card["written_by"]) == ("Anna", "CX team")
        assert card["persona_name"].startswith("Evening visitors")


def test_words_of_a_persona_that_was_merged_go_on_with_the_one_it_was_merged_into() -> None:
    book = pl.DataFrame(
        [
            ("p01", "s1", "current", None, [], ""),
            ("p02", "s2", "current", None, [], ""),
            ("p03", "s8", "current", None, [], ""),
        ],
        schema=IDENTITY_SCHEMA,
        orient="row",
    )
    tables = draw_tables()
    moves = {"from_segment_id": ["s8"], "to_segment_id": ["s1"], "customer_count": [50]}
    tables["analysis.segment_moves"] = pl.DataFrame(moves)
    people = {"p03": {"goals": ["Save time"]}}
    with open_persona_night(tables, make_persona_settings(people), {"analysis.persona_ids": book}) as night:
        told = read_frame(night, "analysis.persona_evidence").filter(pl.col("evidence_kind") == "human")
        assert told.select("persona_id", "section", "claim", "trait").rows() == [("p01", "goal", "Save time", "p03")]
        ids = read_frame(night, "analysis.persona_ids").sort("persona_id")
        assert ids["persona_status"].to_list() == ["current", "current", "merged"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"goals": []}, "no_goal"),
        ({"personas": {"minimum_customers": 5_000}}, "too_few"),
    ],
)
def test_refusals_say_why_and_leave_every_table_there(change: dict[str, Any], kind: str) -> None:
    with open_persona_night(draw_tables(), make_persona_settings(**change)) as night:
        (verdict,) = read_frame(night, "analysis.persona_verdict").to_dicts()
        assert (verdict["is_refused"], verdict["refusal_kind"], verdict["persona_count"]) == (True, kind, 0)
        assert verdict["refusal_reason"] in read_frame(night, "analysis.notes_told")["note"][0]
        for table in ("personas", "persona_evidence", "persona_attributes", "persona_prevalence", "persona_steps"):
            assert read_frame(night, f"analysis.{table}").is_empty()


def test_a_continuum_or_tentative_segments_give_no_persona() -> None:
    tables = draw_tables()
    bands = tables["analysis.segments"].with_columns(segment_kind=pl.lit("band"), stability=pl.lit(None, pl.String))
    verdict = tables["analysis.segment_verdict"].with_columns(verdict=pl.lit("continuum"))
    tables |= {"analysis.segments": bands, "analysis.segment_verdict": verdict}
    with open_persona_night(tables, make_persona_settings()) as night:
        assert read_frame(night, "analysis.persona_verdict")["refusal_kind"][0] == "continuum"
        assert read_frame(night, "analysis.persona_counts").is_empty()
    tables = draw_tables()
    tables["analysis.segments"] = tables["analysis.segments"].with_columns(stability=pl.lit("tentative"))
    with open_persona_night(tables, make_persona_settings()) as night:
        assert read_frame(night, "analysis.persona_verdict")["refusal_kind"][0] == "not_stable"
