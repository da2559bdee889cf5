"""The site in three languages in a browser: switch, address, memory, words of scripts, numbers, downloads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeymine.site.pages import PAGES
from tests.browser.conftest import Open
from tests.unit.site.example_journeys import HOSTILE, RIGHT_TO_LEFT

pytestmark = pytest.mark.browser

CYRILLIC = re.compile("[а-яё]{3}", re.IGNORECASE)


def test_the_switch_leads_to_the_same_page_in_the_same_state_and_is_remembered(open_page: Open) -> None:
    page = open_page("paths", "d=before&n=3")
    page.click(".languages a[hreflang=ru]")
    page.wait_for_url("**/ru/paths.html#*")
    assert page.evaluate("document.documentElement.lang") == "ru"
    assert "d=before" in page.evaluate("window.location.hash")
    assert CYRILLIC.search(page.inner_text("#summary"))
    page.goto(page.url.partition("#")[0].replace("/ru/paths", "/touchpoints"))
    page.wait_for_url("**/ru/touchpoints.html")
    page.click(".languages a[hreflang=en]")
    page.wait_for_url(re.compile(r"site\d*/touchpoints\.html$"))
    assert page.inner_text("h1") == "Touchpoints"


def test_the_address_asks_for_a_language_and_an_unknown_one_changes_nothing(open_page: Open, site: Path) -> None:
    page = open_page("index")
    page.goto((site / "stages.html").as_uri() + "?lang=pl")
    page.wait_for_url("**/pl/stages.html")
    assert page.inner_text("h1") == "Etapy"
    page.goto((site / "pl" / "stages.html").as_uri() + "?lang=xx")
    assert page.evaluate("document.documentElement.lang") == "pl"


def test_every_page_opens_in_another_language_with_words_of_its_own(open_page: Open, site: Path) -> None:
    names = {file.name for file in site.glob("*.html")}
    assert {file.name for file in (site / "ru").glob("*.html")} == {file.name for file in (site / "pl").glob("*.html")}
    page = open_page("ru/index")
    for each in (each for each in PAGES if each.file_name in names):
        page.goto((site / "ru" / each.file_name).as_uri())
        assert CYRILLIC.search(page.inner_text("h1"))
        assert page.locator(".languages [aria-current]").inner_text().startswith("RU")
        for figure in page.locator("[data-figure]").all():
            assert figure.locator("svg.main-svg").count() > 0


def test_a_hostile_name_stays_text_in_another_language(open_page: Open) -> None:
    page = open_page("pl/touchpoints")
    assert {HOSTILE, RIGHT_TO_LEFT} <= set(page.locator("#touchpoints-table tbody th").all_inner_texts())


def test_a_table_sorts_by_its_numbers_in_a_language_that_writes_them_otherwise(open_page: Open) -> None:
    page = open_page("pl/stages")
    read = "cells => cells.map((cell) => window.journeymine.readNumber(cell.textContent.replace('%', '')))"
    shares = page.locator("#stages-table tbody td:nth-child(3)").evaluate_all(read)
    assert shares
    assert all(0 < share <= 100 for share in shares)
    assert page.evaluate("window.journeymine.readNumber('1\\u00a0234,5')") == 1234.5
    assert page.evaluate("window.journeymine.sayCount('{count} way', '{count} ways', 1)") == "1 way"


def test_scripts_take_the_plural_form_of_the_number(open_page: Open) -> None:
    page = open_page("ru/variants")
    said = {
        count: page.evaluate(f"window.journeymine.sayCount('{{count}} way', '{{count}} ways', {count})")
        for count in (1, 2, 5, 21, 1002)
    }
    assert said == {1: "1 переход", 2: "2 перехода", 5: "5 переходов", 21: "21 переход", 1002: "1\xa0002 перехода"}


def test_groups_of_the_navigation_open_by_keyboard_and_close_by_escape(open_page: Open) -> None:
    page = open_page("index")
    summary = page.locator(".pages summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator(".pages details[open] a").first.is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('details') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".pages details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_without_scripts_groups_open_and_languages_are_links(browser, site: Path) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "stages.html").as_uri())
    page.locator(".pages summary").first.click()
    page.locator(".pages details[open] a").first.click()
    assert page.locator("h1").count() == 1
    page.locator(".languages a[hreflang=pl]").click()
    assert page.locator("html").get_attribute("lang") == "pl"
    context.close()


def test_the_dictionary_is_searched_by_what_columns_mean(open_page: Open) -> None:
    page = open_page("glossary")
    page.fill("#wanted", "how often")
    rows = page.locator("#columns-table tbody tr:visible")
    assert rows.locator("th").all_inner_texts() == ["loop_count"]
    assert page.inner_text("#found") == "Found tables: 0, columns: 1."
    page.fill("#wanted", "")
    assert page.locator("#columns-table tbody tr:visible").count() > 1
