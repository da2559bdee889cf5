from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from journeymine.site.pages import PAGES
from tests.browser.conftest import Open
from tests.unit.site.example_journeys import FORMULA, HOSTILE, Journey

pytestmark = pytest.mark.browser

NAMES = [page.name for page in PAGES]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_opens_without_a_complaint(open_page: Open, name: str, theme: str) -> None:
    page = open_page(name)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.wait_for_selector(f"html[data-theme={theme}]")
    page.wait_for_load_state("networkidle")
    assert page.locator("h1").count() == 1
    assert page.locator("nav [aria-current=page]").count() == 1
    for figure in page.locator("[data-figure]").all():
        assert figure.locator("svg.main-svg").count() > 0


CUT_OFF = """Array.from(document.querySelectorAll("main *")).filter((element) =>
    !element.closest(".hidden") && element.clientWidth && element.scrollWidth > element.clientWidth + 2
    && getComputedStyle(element).overflowX !== "visible").map((element) => element.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_fits_a_phone_and_is_printed_whole_without_what_can_only_be_clicked(open_page: Open, name: str) -> None:
    page = open_page(name)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1047, "height": 718})  # A4 across, within its margins
    assert page.evaluate(CUT_OFF) == []
    clicked = page.locator(".top, .skip, .buttons button, .controls select")
    assert [each for each in clicked.all() if each.is_visible()] == []
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= 1.5 * window.innerWidth"), "more is not made to fit"


def test_a_hostile_name_is_shown_and_not_run(open_page: Open) -> None:
    for name in NAMES:
        page = open_page(name)
        page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
        page.wait_for_load_state("networkidle")
    assert HOSTILE in open_page("touchpoints").inner_text("#touchpoints-table")
    assert page.evaluate("document.title").endswith("Example & <shop>")


def test_a_script_in_the_page_itself_is_refused_by_its_policy(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    ran = page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ranInline = true";
            document.body.append(script);
            return window.ranInline === true;
        }"""
    )
    assert ran is False


def test_the_theme_is_switched_and_remembered(open_page: Open) -> None:
    page = open_page("index")
    page.click("#theme")
    theme = page.evaluate("document.documentElement.dataset.theme")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == theme


def test_the_first_tab_reaches_the_content(open_page: Open) -> None:
    page = open_page("touchpoints")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_table_sorts_by_its_numbers_and_keeps_the_rest_last(open_page: Open, journeys: list[Journey]) -> None:
    page = open_page("touchpoints")
    page.get_by_role("button", name="Customers").click()
    values = page.locator("#touchpoints-table tbody tr:not(.rest) td:nth-child(4)").evaluate_all(
        "cells => cells.map((cell) => Number(cell.dataset.value))"
    )
    assert values == sorted(values, reverse=True)
    assert len(values) > 10
    assert page.locator("#touchpoints-table tbody tr").last.get_attribute("class") == "rest"
    assert page.locator("th[aria-sort=descending]").count() == 1


def test_a_table_leaves_as_csv_without_formulas(open_page: Open, tmp_path: Path) -> None:
    page = open_page("touchpoints")
    with page.expect_download() as waiting:
        page.click("[data-csv]")
    waiting.value.save_as(tmp_path / "table.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == page.locator("#touchpoints-table tr").count()
    assert "'" + FORMULA in {row[0] for row in rows}


@pytest.fixture
def server(site: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *values: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def test_a_static_host_serves_it_as_it_is(context: BrowserContext, server: str) -> None:
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith((server, "data:", "blob:")) else complaints.append(request.url),
    )
    for name in NAMES:
        page.goto(f"{server}/{name}.html", wait_until="networkidle")
        assert page.locator("h1").count() == 1
    assert complaints == []


def test_numbers_have_one_minus_on_pages_and_a_hyphen_in_files(open_page: Open) -> None:
    page = open_page("touchpoints")
    assert page.evaluate("[journeymine.number(-1234.5, 1), journeymine.share(-0.25, 0)]") == ["−1,234.5", "−25%"]
    assert page.evaluate("journeymine.readNumber('−1,234.5')") == -1234.5
    cells = page.evaluate("['−0.5', '+0.5', '−12 %', '-1+2', '=1', '− a note'].map(journeymine.csvCell)")
    assert cells == ["-0.5", "+0.5", "-12 %", "'-1+2", "'=1", "− a note"]
