"""The page of key moments in a browser: the outcome and the kind chosen change the picture and the table."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_outcome_and_the_kind_chosen_are_drawn_and_listed(open_page: Open) -> None:
    page = open_page("moments")
    rows = page.locator("#effects-table tbody tr")
    dots = page.locator("#effects-plot circle")
    assert (rows.count(), dots.count()) == (3, 2)
    assert "too few" in rows.last.inner_text()
    page.select_option("#outcome", "churn")
    assert (rows.count(), dots.count()) == (1, 1)
    assert rows.first.inner_text().startswith("rage clicks")
    assert dots.first.get_attribute("fill") == "var(--bad)"  # what makes losses likelier is no good news
    assert page.locator("[data-choice=churn]").is_visible()
    assert not page.locator("[data-choice=conversion]").is_visible()
    page.select_option("#kind", "0")
    assert rows.count() == 0
    assert page.locator("#effects-plot").is_hidden()
