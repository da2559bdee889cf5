"""The journey map in a browser: audiences, lanes, evidence, cards, planned beside actual, and the keyboard."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.unit.site.example_journeys import HOSTILE

pytestmark = pytest.mark.browser
SHOWN = ".jmap:not([hidden])"


def test_one_map_is_shown_and_the_address_keeps_which(open_page: Open) -> None:
    page = open_page("journey")
    assert page.locator(SHOWN).count() == 1
    page.select_option("[name=persona]", "p01")
    assert "Ola's map" in page.inner_text(f"{SHOWN} h2")
    assert page.evaluate("location.hash") == "#persona=p01"
    page.reload()
    assert "Ola's map" in page.inner_text(f"{SHOWN} h2")


def test_a_cell_opens_its_query_and_escape_gives_the_focus_back(open_page: Open) -> None:
    page = open_page("journey")
    button = page.locator(f"{SHOWN} .ev").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.inner_text("#drawer pre").startswith("select ")
    assert "core.journey_steps" in page.inner_text("#drawer dl")
    assert page.get_by_role("button", name="Copy SQL").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#drawer").is_hidden()
    assert button.evaluate("element => element === document.activeElement")


def test_a_touchpoint_opens_its_card_and_hostile_words_stay_text(open_page: Open) -> None:
    page = open_page("journey")
    page.locator(f"{SHOWN} .open-card").first.click()
    text = page.inner_text("#drawer")
    assert HOSTILE in text
    assert "Is it <i>safe</i>?" in text
    assert "−0.50" in text or "-0.50" in text
    assert "not evidenced" in text


def test_lanes_hide_and_the_plan_shows_by_choice(open_page: Open) -> None:
    page = open_page("journey")
    lane = page.locator(f"{SHOWN} tr[data-lane=planned]")
    assert lane.is_hidden()
    page.check("[name=view][value=planned]")
    assert lane.is_visible()
    page.locator(".lanes-menu > summary").click()
    page.locator("[name=lane][value=channels]").uncheck()
    assert page.locator(f"{SHOWN} tr[data-lane=channels]").is_hidden()
    assert "without=channels" in page.evaluate("location.hash")


def test_a_phone_stacks_the_stages_with_their_cells_below_them(open_page: Open) -> None:
    page = open_page("journey")
    page.set_viewport_size({"width": 390, "height": 844})
    heads = [box["y"] for box in (head.bounding_box() for head in page.locator(f"{SHOWN} .chevron").all()) if box]
    assert heads == sorted(heads)
    first = page.locator(f"{SHOWN} .cell[data-stage='0']:not(.bare)").first.bounding_box()
    assert first is not None
    assert heads[0] < first["y"] < heads[1]


def test_a_glance_shows_the_first_of_each_cell_and_the_whole_is_one_click_away(open_page: Open) -> None:
    page = open_page("journey")

    def count_visible() -> int:
        return page.locator(f"{SHOWN} .item:visible").count()

    def count_all() -> int:
        return page.locator(f"{SHOWN} .item").count()

    glance, every = count_visible(), count_all()
    assert page.locator(f"{SHOWN} .bar .ev").first.is_visible()  # each number opens its evidence here, too
    page.check("[name=density][value=full]")
    assert count_visible() > glance
    assert "density=full" in page.evaluate("location.hash")
    page.check("[name=density][value=glance]")
    assert (count_visible(), count_all()) == (glance, every)
    more = page.locator(f"{SHOWN} .more:visible > summary").first
    more.click()
    assert count_visible() > glance
