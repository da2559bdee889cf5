"""A persona keeps its id while its segment lives, follows most of its customers, and asks when it cannot tell."""

from __future__ import annotations

import polars as pl
import pytest

from journeymine.personas.identity import assign_personas

Moves = list[tuple[str, str, int]]


def assign(segments, stable, last=None, moves: Moves = (), answers=None, written=()):
    frame = pl.DataFrame(
        list(moves),
        schema={"from_segment_id": pl.String, "to_segment_id": pl.String, "customer_count": pl.Int64},
        orient="row",
    )
    return assign_personas(segments, stable, last, frame, answers or {}, written)


def tell(ids):
    return ids.select("persona_id", "segment_id", "persona_status").rows()


@pytest.fixture
def first():
    return assign(["s1", "s2", "s3"], ["s2", "s1"])[0]


def test_stable_segments_get_ids_in_their_order(first):
    assert tell(first) == [("p01", "s2", "current"), ("p02", "s1", "current")]


def test_an_unchanged_night_changes_nothing_but_the_note(first):
    again, questions = assign(["s1", "s2", "s3"], ["s1", "s2"], first, [("s1", "s1", 10), ("s2", "s2", 20)])
    assert tell(again) == tell(first)
    assert again["persona_note"].to_list() == ["", ""]
    assert questions == ()


def test_a_segment_that_is_not_stable_tonight_rests_and_gets_its_id_back(first):
    resting, _ = assign(["s1", "s2"], ["s1"], first)
    assert tell(resting) == [("p01", "s2", "resting"), ("p02", "s1", "current")]
    nothing, _ = assign([], [], resting)
    assert nothing["persona_status"].to_list() == ["resting", "resting"]
    again, _ = assign(["s1", "s2"], ["s1", "s2"], nothing)
    assert tell(again) == tell(first)


def test_it_follows_the_part_that_holds_most_of_a_split_segment(first):
    ids, questions = assign(["s1", "s4", "s5"], ["s1", "s4", "s5"], first, [("s2", "s4", 70), ("s2", "s5", 30)])
    assert tell(ids) == [("p01", "s4", "current"), ("p02", "s1", "current"), ("p03", "s5", "current")]
    assert "70% of its customers are in s4" in ids["persona_note"][0]
    assert questions == ()


def test_of_a_segment_that_went_into_another_persona_it_is_merged_into_that(first):
    ids, questions = assign(["s1"], ["s1"], first, [("s2", "s1", 90)])
    assert tell(ids) == [("p01", "s2", "merged"), ("p02", "s1", "current")]
    assert ids["merged_into"].to_list() == ["p02", None]
    assert questions == ()


def test_where_no_part_holds_most_it_asks_and_an_answer_brings_it_back(first):
    moves = [("s2", "s4", 50), ("s2", "s5", 50)]
    ids, (question,) = assign(["s1", "s4", "s5"], ["s1"], first, moves)
    assert tell(ids)[0] == ("p01", "s2", "lost")
    assert "Which segment is p01 now?" in question
    assert "s4, s5" in question
    answered, questions = assign(["s1", "s4", "s5"], ["s1", "s5"], ids, answers={"p01": "s5"})
    assert tell(answered) == [("p01", "s5", "current"), ("p02", "s1", "current")]
    assert questions == ()


def test_an_answer_takes_the_segment_from_the_persona_it_was_given_to_until_people_answered(first):
    moves = [("s2", "s4", 50), ("s2", "s5", 50)]
    lost, _ = assign(["s1", "s4", "s5"], ["s1", "s4", "s5"], first, moves)
    assert tell(lost)[0] == ("p01", "s2", "lost")
    assert tell(lost)[2:] == [("p03", "s4", "current"), ("p04", "s5", "current")]
    answered, questions = assign(["s1", "s4", "s5"], ["s1", "s4", "s5"], lost, answers={"p01": "s5"}, written=["p01"])
    assert questions == ()
    assert tell(answered)[0] == ("p01", "s5", "current")
    assert tell(answered)[3] == ("p04", "s5", "merged")
    assert answered["merged_into"][3] == "p01"
    later, questions = assign(["s1", "s4", "s5"], ["s1", "s4", "s5"], answered, answers={"p01": "s5"}, written=["p01"])
    assert (tell(later), questions) == (tell(answered), ())


def test_after_a_night_without_segments_it_asks_with_those_of_tonight_and_an_answer_is_taken(first):
    resting, questions = assign([], [], first)
    assert questions == ()
    lost, questions = assign(["s6", "s7"], ["s6", "s7"], resting, [("b3", "s6", 40)])
    assert [question.count("s6, s7: write segment =") for question in questions] == [1, 1]
    answers = {"p01": "s7", "p02": "s6"}
    answered, _ = assign(["s6", "s7"], ["s6", "s7"], lost, answers=answers, written=answers)
    current = answered.filter(pl.col("persona_status") == "current")
    assert tell(current) == [("p01", "s7", "current"), ("p02", "s6", "current")]


@pytest.mark.parametrize(("answer", "message"), [("s9", "no segment tonight"), ("s1", "is p02, of which it tells")])
def test_an_answer_that_cannot_be_is_told(first, answer, message):
    lost, _ = assign(["s1"], ["s1"], first, [("s2", "s4", 1), ("s2", "s5", 1)])
    ids, questions = assign(["s1"], ["s1"], lost, answers={"p01": answer}, written=["p01", "p02"])
    assert tell(ids)[0] == ("p01", "s2", "lost")
    assert message in questions[0]


def test_an_id_is_never_given_twice(first):
    gone, _ = assign(["s7"], ["s7"], first)
    assert tell(gone)[-1] == ("p03", "s7", "current")
    assert gone.filter(pl.col("persona_status") == "lost")["persona_id"].to_list() == ["p01", "p02"]
