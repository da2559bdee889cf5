from __future__ import annotations

import pytest

from journeymine.site.drop_off import find_drop_off
from journeymine.statistics.intervals import find_wilson_interval

COUNTS = {"journey_count": 120, "still_open_count": 20, "drop_off_count": 40, "decided_customer_count": 100}
ONCE = {"decided_square_sum": 100, "drop_off_square_sum": 40, "drop_off_product_sum": 40}


def test_where_each_customer_came_once_the_interval_is_wilsons_of_the_journeys_that_are_not_open() -> None:
    found = find_drop_off(COUNTS | ONCE, 10)
    assert found is not None
    assert (found.left_count, found.decided_count, found.share) == (40, 100, 0.4)
    assert found.interval == pytest.approx(find_wilson_interval(40, 100))


def test_journeys_of_one_customer_that_end_alike_make_the_share_less_sure() -> None:
    alike = {"decided_square_sum": 1000, "drop_off_square_sum": 400, "drop_off_product_sum": 400}
    found = find_drop_off(COUNTS | alike | {"decided_customer_count": 10}, 10)  # ten journeys each, four always leave
    assert found is not None
    assert found.interval.low < find_wilson_interval(4, 10).low
    assert found.interval.high > find_wilson_interval(4, 10).high


@pytest.mark.parametrize("few", [{"drop_off_count": 9}, {"still_open_count": 9}, {"journey_count": 20}])
def test_a_share_of_which_a_part_is_small_or_of_no_journey_is_not_told(few: dict[str, int]) -> None:
    assert find_drop_off(COUNTS | ONCE | few, 10) is None


def test_nobody_is_no_small_group() -> None:
    nobody = find_drop_off(COUNTS | ONCE | {"drop_off_count": 0, "still_open_count": 0}, 10)
    assert nobody is not None
    assert nobody.share == 0
