"""Every page as axe-core sees it: no violation of WCAG 2.2 AA that a machine can find, in either theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from journeymine.site.pages import PAGES
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_THEMES = ["color-contrast"]
"""The rules whose answer may change with the theme alone."""
_RUN = """([kind, values]) => axe.run(document, {
    runOnly: { type: kind, values }, resultTypes: ["violations"], elementRef: false, preload: false,
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.html].join(": "))))"""


def find_violations(page: Page) -> list[str]:
    """Find what axe-core objects to in both themes, with everything opened that opens in place."""
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    page.evaluate(AXE_SCRIPT)
    found = []
    for theme, asked in (("light", ["tag", STANDARD]), ("dark", ["rule", OF_THEMES])):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.wait_for_selector(f"html[data-theme={theme}]")
        found += [f"{theme}: {line}" for line in page.evaluate(_RUN, asked)]
    return found


@pytest.mark.parametrize("name", [*(page.name for page in PAGES), "ru/journey", "pl/pains"])
def test_a_page_breaks_no_rule_of_accessibility(open_page: Open, name: str) -> None:
    assert find_violations(open_page(name)) == []


def _open_evidence(page: Page) -> None:
    page.locator(".jmap:not([hidden]) .ev").first.click()


def _open_card(page: Page) -> None:
    page.locator(".jmap:not([hidden]) .open-card").first.click()


def _show_plan(page: Page) -> None:
    page.check("[name=view][value=planned]")


@pytest.mark.parametrize("act", [_open_evidence, _open_card, _show_plan])
def test_what_opens_on_a_journey_map_breaks_none_either(open_page: Open, act: Callable[[Page], None]) -> None:
    page = open_page("journey")
    act(page)
    assert find_violations(page) == []


def test_a_picture_without_a_text_and_pale_words_are_seen(open_page: Open) -> None:
    page = open_page("health")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"data:,\"><p style=\"color:#999\">pale</p>'")
    found = find_violations(page)
    assert any(line.startswith("light: image-alt") for line in found)
    assert any(line.startswith("light: color-contrast") for line in found)
