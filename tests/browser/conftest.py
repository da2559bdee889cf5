"""A Chromium that may ask nobody for anything, and a site of the invented company to point it at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from journeymine.site.page import SiteContext
from journeymine.site.pages import render_site
from tests.unit.site.example_journeys import AS_OF, STAGES, Journey, draw_journeys
from tests.unit.site.example_tables import write_tables

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL = ("file:", "data:", "blob:")

Open = Callable[..., Page]


@pytest.fixture(scope="module")  # not longer: Playwright keeps an event loop, in whose thread no flow can run
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def journeys() -> list[Journey]:
    return draw_journeys()


@pytest.fixture(scope="session")
def site(journeys: list[Journey], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    tables = write_tables(journeys)
    headlines = tables["report.headline_metrics"]
    context = SiteContext(
        project_name="Example & <shop>",
        timezone="UTC",
        minimum_cell=10,
        stages=STAGES,
        observed_from=headlines["observed_from_at"][0],
        observed_to=headlines["observed_to_at"][0],
        as_of=AS_OF.replace(tzinfo=None),
        night_id="20260401T013000Z",
        languages=("en", "ru", "pl"),
    )
    render_site(tables, context, folder)
    return folder


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1360, "height": 900}, accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def open_page(context: BrowserContext, site: Path) -> Iterator[Open]:
    """Open a page of the site by name; at the end, no error was told and nothing was asked of any other place."""
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(LOCAL) else complaints.append(request.url))

    def open_named(name: str, hash_text: str = "", folder: Path | None = None) -> Page:
        page = context.new_page()
        watch(page)
        page.goto(((folder or site) / f"{name}.html").as_uri() + (f"#{hash_text}" if hash_text else ""))
        return page

    yield open_named
    assert complaints == []
