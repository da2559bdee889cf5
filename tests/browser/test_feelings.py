"""The emotion page: a list chooses whose curve is shown."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_one_curve_is_shown_and_the_list_chooses_whose(open_page: Open) -> None:
    page = open_page("emotion")
    curves = page.locator("figure[data-choice-of=whose]")
    assert curves.count() == 2
    assert [curves.nth(place).is_visible() for place in range(2)] == [True, False]
    page.get_by_label("Whose curve").select_option("1")
    assert [curves.nth(place).is_visible() for place in range(2)] == [False, True]
