from __future__ import annotations

import pytest

from journeymine.ingest.scales import guess_scale


@pytest.mark.parametrize(
    ("name", "low", "high", "scale"),
    [
        ("nps_score", 3, 10, "nps"),
        ("How likely are you to recommend us", 2, 6, "nps"),
        ("CSAT", 1, 5, "csat5"),
        ("satisfaction", 2, 7, "csat7"),
        ("CES", 1, 7, "ces7"),
        ("rating", 1, 5, "stars5"),
        ("rating", 2, 10, "nps"),
        ("helpful", 0, 1, "thumbs"),
    ],
)
def test_a_scale_is_told_by_the_name_or_the_values(name: str, low: float, high: float, scale: str) -> None:
    assert guess_scale(name, low, high) == scale


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("stars", 0, 5),  # an NPS of which all answers are detractors, it was
        ("score", 1, 7),
        ("score", 0, 100),
        ("nps", 0, 11),
        ("csat", 0, 5),
        ("ces", 1, 10),
        ("rating", -1, 1),
    ],
)
def test_what_fits_no_usual_scale_is_not_guessed(name: str, low: float, high: float) -> None:
    assert guess_scale(name, low, high) is None
