"""The page of personas in a browser: evidence opens by keyboard and leaves as CSV, and each card prints on one page."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.browser.conftest import Open
from tests.unit.site.example_personas import CLAIMS

pytestmark = pytest.mark.browser
TOLD = [claim for claim in CLAIMS if claim.is_evidenced]


def test_evidence_opens_by_keyboard_and_leaves_as_a_file(open_page: Open) -> None:
    page = open_page("personas")
    assert page.locator("#p01-evidence").is_hidden()
    page.locator("#p01 .evidence summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("#p01-evidence tbody tr").count() == len(TOLD)
    with page.expect_download() as waiting:
        page.locator("[data-csv=p01-evidence]").click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == len(TOLD) + 1
    assert "rage" in " ".join(rows[[row[0] for row in rows].index("Pains")]).lower()


def test_what_people_wrote_is_told_apart_and_a_link_leads_to_the_card(open_page: Open) -> None:
    page = open_page("personas")
    assert "Be sure" in page.locator("#p01 .by-people").inner_text()
    page.locator(".persona-list a").first.click()
    assert page.url.endswith("#p01")
    assert "<b>web</b>" in page.locator("#others + ul").inner_text()


def test_a_card_prints_on_one_page(open_page: Open) -> None:
    page = open_page("personas")
    page.evaluate(
        "document.querySelectorAll('.top, .skip, .headline, .method, body > footer, main > section')"
        ".forEach((part) => part.remove())"
    )
    pages = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))
    assert len(pages) == 1
