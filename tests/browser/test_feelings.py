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


def test_the_words_behind_a_point_are_chosen_in_the_curve_in_a_table_and_in_a_list(open_page: Open) -> None:
    page = open_page("emotion")
    said = page.locator("#said-there")
    first = said.inner_text()
    assert "record R8 of web" in first
    page.locator("figure:visible g[data-at]").nth(1).click()
    assert "record R7 of web" in said.inner_text()
    page.get_by_label("The words behind").select_option("0")
    assert said.inner_text() == first
    page.locator("#segments-table tbody td").nth(1).click()
    assert "record R7 of web" in said.inner_text()
    assert page.locator("#said-by").inner_text().startswith("s1")
