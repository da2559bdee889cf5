"""A card as Markdown: every line with its evidence, what people wrote as theirs, and nothing taken for markup."""

from __future__ import annotations

from datetime import datetime

from journeymine.personas.claims import Claim, write_claims
from journeymine.personas.markdown import render_markdown, write_plain
from journeymine.personas.sections import SECTIONS

CARD = {
    "persona_id": "p01",
    "segment_id": "s1",
    "persona_name": "Evening visitors",
    "persona_name_by_people": "Anna <3",
    "stability": "stable",
    "medoid_pseudonym": "0a1b2c3d",
    "window_from_at": datetime(2026, 1, 1),
    "window_to_at": datetime(2026, 4, 1),
    "unknown_sections": ["need"],
    "caveats": ["observational"],
}
CLAIMS = (
    Claim("quote", "I *love* [it](x)", -0.5, "valence", 1, evidence_kind="quoted", record_id="r1"),
    Claim("goal", "Be sure", evidence_kind="human"),
    Claim("need", "not evidenced", n=5, is_evidenced=False),
    Claim(
        "pain", "friction: rage_click: Checkout", 0.25, "share", 1200,
        value_low=0.2, value_high=0.3, lift=2.0, q_value=0.01,
    ),
)  # fmt: skip


def test_every_line_carries_its_numbers_and_words_stay_words():
    evidence = write_claims("p01", CLAIMS, SECTIONS).to_dicts()
    text = render_markdown(CARD, evidence)
    assert text.startswith("# Anna \\<3\n")
    assert (
        "- friction: rage\\_click: Checkout: 25.0%, 95% interval 20.0% to 30.0%, 2.00 times the others’, q = 0.010, "
        "n = 1,200" in text
    )
    assert "- “I \\*love\\* \\[it\\](x)” *(record r1)*" in text
    assert "- Be sure *(written by people)*" in text
    assert "## Not known, not evidenced\n\nNeeds." in text
    assert "Observed, not tried out" in text


def test_a_very_small_q_value_is_not_written_as_0():
    claim = Claim("feature", "visits", 2.0, "lift", 50, lift=2.0, q_value=1e-30)
    assert "q < 0.001, n = 50" in render_markdown(CARD, write_claims("p01", [claim], SECTIONS).to_dicts())


def test_plain_data_holds_every_claim_and_can_be_written_as_json():
    evidence = write_claims("p01", CLAIMS, SECTIONS).to_dicts()
    plain = write_plain(CARD, evidence, 10)
    assert plain["persona"]["window_to_at"] == "2026-04-01T00:00:00"
    assert [row["section"] for row in plain["evidence"]] == ["goal", "need", "pain", "quote"]


def test_how_few_are_known_in_what_is_not_evidenced_is_not_told():
    claims = [
        Claim("satisfaction", "not known", n=3, is_evidenced=False),
        Claim("need", "not evidenced", n=40, is_evidenced=False),
    ]
    plain = write_plain(CARD, write_claims("p01", claims, SECTIONS).to_dicts(), 10)
    assert [row["n"] for row in plain["evidence"]] == [40, None]


def test_the_id_of_a_claim_does_not_depend_on_its_place_or_numbers():
    ids = dict(write_claims("p01", CLAIMS, SECTIONS).select("section", "evidence_id").rows())
    fewer = dict(write_claims("p01", CLAIMS[2:], SECTIONS).select("section", "evidence_id").rows())
    assert fewer["pain"] == ids["pain"]
    assert len(set(ids.values())) == len(ids)
