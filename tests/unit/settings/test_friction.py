"""[friction]: the defaults are those of the methods page, and what cannot be is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from journeymine.settings import FrictionSettings
from journeymine.settings.project import PRESETS


def test_defaults_are_the_ones_written_down() -> None:
    friction = FrictionSettings()
    assert (friction.rage_clicks, friction.rage_pixels, friction.rage_within) == (3, 30, timedelta(seconds=1))
    assert (friction.dead_after, friction.quick_back_within) == (timedelta(seconds=7), timedelta(seconds=10))
    assert (friction.hesitation_share, friction.hesitation_after) == (0.95, timedelta(seconds=10))
    assert (friction.long_wait_share, friction.waits) == (0.9, "for the company")


@pytest.mark.parametrize(
    "given",
    [
        {"rage_clicks": 1},
        {"rage_within": 1000},
        {"dead_after": "0s"},
        {"hesitation_share": 1},
        {"long_wait_share": 0.905},
        {"waits": "none"},
        {"clicks": [""]},
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        FrictionSettings.model_validate(given)


@pytest.mark.parametrize("order", PRESETS.values(), ids=PRESETS)
def test_every_preset_has_a_stage_of_contacts(order: tuple[str, ...]) -> None:
    assert set(order) & set(FrictionSettings().contact_stages)
