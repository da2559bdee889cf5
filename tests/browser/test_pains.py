"""The page of pains in a browser: its filters, its evidence, and the file it gives."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.unit.site.example_journeys import FORMULA

pytestmark = pytest.mark.browser


def test_a_filter_shows_the_rows_of_an_owner_alone_and_says_how_many(open_page: Open) -> None:
    page = open_page("pains")
    rows = page.locator("#pain-table tbody tr:visible")
    assert rows.count() == 3
    page.select_option("#filter-owner", "Web <team>")
    assert rows.count() == 1
    assert page.locator("#plan-table tbody tr:visible").count() == 2
    assert page.inner_text("#filtered") == "3 rows fit"
    page.select_option("#filter-owner", "")
    assert rows.count() == 3
    assert page.inner_text("#filtered") == ""


def test_evidence_opens_by_keyboard_and_its_query_is_copied(open_page: Open) -> None:
    page = open_page("pains")
    evidence = page.locator("#pain-table details.query").first
    evidence.locator("summary").focus()
    page.keyboard.press("Enter")
    query = evidence.locator("pre").inner_text()
    assert query.startswith("select ")
    evidence.locator("[data-copy]").click()
    assert page.evaluate("window.getSelection().toString()") == query


def test_pains_sort_by_a_heading_and_leave_as_csv_without_formulas(open_page: Open) -> None:
    page = open_page("pains")
    page.click("#pain-table thead th:nth-child(4) button")
    sizes = [float(cell.get_attribute("data-value") or 0) for cell in page.locator("#pain-table td:nth-child(4)").all()]
    assert sizes == sorted(sizes, reverse=True)
    with page.expect_download() as download:
        page.click("[data-csv=plan-table]")
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert "'" + FORMULA.replace('"', '""') in text
