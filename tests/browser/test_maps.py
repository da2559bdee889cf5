"""The process map, the map of variants, and the time between two places: sliders, slices, measures, keyboard."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.unit.site.example_journeys import HOSTILE, Journey

pytestmark = pytest.mark.browser

EDGES = "journeymine.map.cy.edges().length"
DRAWN = """() => journeymine.map.cy.edges().map((edge) =>
    [edge.source().data("label"), edge.target().data("label"), edge.data("label")])"""


def read_arrows(page: Page) -> dict[tuple[str, str], str]:
    return {(before, after): text for before, after, text in page.evaluate(DRAWN)}


def test_sliders_thin_ways_and_touchpoints_apart(open_page: Open) -> None:
    page = open_page("map")
    nodes = "journeymine.map.cy.nodes().not('.lane').length"
    all_nodes = page.evaluate(nodes)
    page.locator("[name=ways]").fill("100")
    most = page.evaluate(EDGES)
    page.locator("[name=ways]").fill("5")
    assert page.evaluate(EDGES) < most
    assert page.evaluate(nodes) == all_nodes
    page.locator("[name=detail]").fill("5")
    assert page.evaluate(nodes) < all_nodes


def test_a_chosen_touchpoint_tells_ways_waits_and_exits(open_page: Open, journeys: list[Journey]) -> None:
    page = open_page("map")
    page.select_option("[name=node]", label="Product page")
    told = page.inner_text("#selection")
    left = sum(journey.status == "abandoned" and journey.steps[-1] == "Product page" for journey in journeys)
    assert f"left for good here: {left} (" in told
    assert "95% interval" in told
    assert "half go on within" in told
    assert "Where from" in told
    assert page.evaluate("journeymine.map.cy.edges('.lit').length") >= 2
    page.click("text=Paths from here")
    page.wait_for_url("**/paths.html#*")
    assert page.input_value("[name=anchor]") != ""


@pytest.mark.parametrize(("kind", "name"), [("channel", "email"), ("status", "converted"), ("period", "2026-02")])
def test_a_slice_draws_the_counts_of_its_journeys(
    open_page: Open, journeys: list[Journey], kind: str, name: str
) -> None:
    tell = {
        "channel": lambda journey: journey.channel,
        "status": lambda journey: journey.status,
        "period": lambda journey: f"{journey.times[0]:%Y-%m}",
    }[kind]
    own = [journey for journey in journeys if tell(journey) == name]
    counted = Counter(pair for journey in own for pair in pairwise(journey.steps))
    page = open_page("map")
    page.select_option("[name=source]", label=f"{name} ({len(own)})")
    page.locator("[name=detail]").fill("100")
    page.locator("[name=ways]").fill("100")
    arrows = read_arrows(page)
    assert arrows
    assert {pair: int(text) for pair, text in arrows.items()} == {pair: counted[pair] for pair in arrows}
    assert page.inner_text("#summary").startswith(f"{len(own)} journeys with {kind} “{name}”")


def test_a_segment_is_a_slice_with_ends_and_feelings_of_its_own(open_page: Open, journeys: list[Journey]) -> None:
    own = [journey for journey in journeys if journey.customer % 2]
    page = open_page("map")
    page.select_option("[name=source]", "slice:0")
    assert page.inner_text("#summary").startswith(f"{len(own)} journeys of customers of segment “s2")
    page.locator("[name=detail]").fill("100")
    page.locator("[name=ways]").fill("100")
    page.check("[name=ends]")
    left = Counter(journey.steps[-1] for journey in own if journey.status == "abandoned")
    ways = {pair[0]: int(text) for pair, text in read_arrows(page).items() if pair[1] == "left for good"}
    assert ways
    assert ways == {name: left[name] for name in ways}
    page.select_option("[name=node]", label="Product page")
    assert f"left for good here: {left['Product page']}" in page.inner_text("#selection")
    page.select_option("[name=source]", "all:0")
    page.select_option("[name=node]", label=HOSTILE)
    told = page.inner_text("#selection")
    assert "How customers felt here" in told
    assert "50 customers; 100% of the answers are ratings." in told
    assert page.locator("#selection blockquote").count() == 2


def test_the_table_holds_every_way_once(open_page: Open, journeys: list[Journey]) -> None:
    counted = Counter(pair for journey in journeys for pair in pairwise(journey.steps))
    page = open_page("map")
    rows = page.evaluate(
        "Array.from(document.querySelectorAll('#transitions-table tbody tr:not(.rest)'),"
        "(row) => [row.cells[0].innerText, row.cells[1].innerText, Number(row.cells[2].dataset.value)])"
    )
    assert len(rows) > 25
    assert len({(before, after) for before, after, _ in rows}) == len(rows)
    rest = page.locator("#transitions-table tr.rest td[data-value]").first.get_attribute("data-value")
    assert sum(count for *_, count in rows) + int(rest or 0) == counted.total()
    before = page.inner_text("#transitions-table tbody")
    own = Counter(pair for journey in journeys if journey.channel == "email" for pair in pairwise(journey.steps))
    page.select_option("[name=source]", label=f"email ({sum(journey.channel == 'email' for journey in journeys)})")
    told = page.evaluate(
        "Array.from(document.querySelectorAll('#transitions-table tbody tr:not(.rest)'),"
        "(row) => [row.cells[0].innerText, row.cells[1].innerText, Number(row.cells[2].dataset.value)])"
    )
    assert {(start, end): count for start, end, count in told} == {
        (start, end): own[start, end] for start, end, _ in told
    }
    page.select_option("[name=source]", "all:0")
    assert page.inner_text("#transitions-table tbody") == before


def test_arrows_tell_counts_or_waits(open_page: Open) -> None:
    page = open_page("map")
    counts = read_arrows(page)
    page.check("[value=wait]", force=True)
    waits = read_arrows(page)
    page.check("[value=late]", force=True)
    late = read_arrows(page)
    pair = ("Cart", "Checkout")
    assert counts[pair].isdigit()
    assert waits[pair].endswith(("min", "h"))
    assert late[pair] != waits[pair]


def test_what_a_model_has_not_cannot_be_asked(open_page: Open) -> None:
    page = open_page("map")
    page.check("[value=late]", force=True)
    page.select_option("[name=source]", "slice:0")
    assert page.is_checked("[value=late]")
    page.select_option("[name=source]", "model:0")
    assert page.is_disabled("[value=wait]")
    assert page.is_checked("[value=count]")
    assert page.is_disabled("[name=detail]")
    assert page.is_disabled("[name=ends]")


def test_the_keyboard_walks_chooses_and_undoes(open_page: Open) -> None:
    page = open_page("map")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    first = page.text_content("#said")
    page.keyboard.press("ArrowRight")
    assert page.text_content("#said") not in ("", first)
    page.keyboard.press("Enter")
    assert page.inner_text("#selection h2") == page.text_content("#said")
    page.keyboard.press("Escape")
    assert page.locator("#selection").is_hidden()


@pytest.mark.parametrize("name", ["map", "variants"])
def test_a_map_has_the_same_places_each_time_and_leaves_as_a_picture(
    open_page: Open, tmp_path: Path, name: str
) -> None:
    places = "journeymine.map.cy.nodes().map((node) => [node.id(), node.position().x, node.position().y])"
    page = open_page(name)
    assert page.evaluate(places) == open_page(name).evaluate(places)
    for button, beginning in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as waiting:
            page.click(f"#{button}")
        waiting.value.save_as(tmp_path / button)
        assert (tmp_path / button).read_bytes().startswith(beginning)
    text = (tmp_path / "svg").read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    assert "<script>alert" not in text
    assert "· Example &amp; &lt;shop&gt;" in text
    assert "Observed " in text


def test_the_mined_model_is_drawn_from_start_to_end(open_page: Open) -> None:
    page = open_page("map")
    page.select_option("[name=source]", "model:0")
    assert page.inner_text("#summary").endswith("sound; measured on 90.0% of the journeys.")
    assert page.evaluate("journeymine.map.cy.nodes('.start, .end').length") == 2


def test_ticked_variants_alone_are_counted_and_drawn(open_page: Open, journeys: list[Journey]) -> None:
    page = open_page("variants")
    page.click("[data-choose=none]")
    assert page.inner_text("#summary") == "No variant is ticked."
    ranked = Counter(journey.steps for journey in journeys).most_common()
    paths = page.evaluate(
        "() => { const data = journeymine.data('variants');"
        "return data.slices[0].rows.map(([path]) => data.paths[path].map((place) => data.touchpoints[place].label)); }"
    )
    chosen = [0, 7]
    for index in chosen:
        page.check(f"input[value='{index}']")
    own = {tuple(paths[index]): dict(ranked)[tuple(paths[index])] for index in chosen}
    counted: Counter[tuple[str, str]] = Counter()
    for path, count in own.items():
        for pair in pairwise(path):
            counted[pair] += count
    assert {pair: int(text) for pair, text in read_arrows(page).items()} == counted
    assert f"{sum(own.values())} journeys" in page.inner_text("#summary")


READ_ROWS = "() => Array.from(document.querySelectorAll('#variants-table tbody tr'), (row) => row.innerText)"


def test_rows_written_by_the_script_are_those_of_the_page(open_page: Open) -> None:
    page = open_page("variants")
    written = page.evaluate(READ_ROWS)
    page.select_option("[name=grain]", "stage")
    assert page.evaluate(READ_ROWS) != written
    page.select_option("[name=grain]", "touchpoint")
    assert page.evaluate(READ_ROWS) == written
    assert any("+0." in row for row in written)


def test_variants_of_a_segment_are_listed_counted_and_drawn(open_page: Open, journeys: list[Journey]) -> None:
    own = Counter(journey.steps for journey in journeys if journey.customer % 2)
    page = open_page("variants")
    page.select_option("[name=slice]", "segment:s2")
    counts = page.evaluate(
        "Array.from(document.querySelectorAll('#variants-table tbody tr:not(.rest)'), (row) => "
        "[row.querySelector('.path').dataset.value, Number(row.cells[3].dataset.value)])"
    )
    assert counts
    assert {tuple(path.split(" > ")): count for path, count in counts} == {
        path: own[path] for path in (tuple(path.split(" > ")) for path, _ in counts)
    }
    page.click("[data-choose='all']")
    assert f"{sum(count for _, count in counts)} journeys" in page.inner_text("#summary")


def test_the_happy_path_and_the_longest_waiting_are_a_click_away(open_page: Open) -> None:
    page = open_page("variants")
    for choice, count in (("happy", 1), ("slow", 3), ("5", 5)):
        page.click(f"[data-choose='{choice}']")
        assert page.locator("#variants-table input:checked").count() == count
    page.click("[data-choose=all]")
    ways = page.evaluate(EDGES)
    page.locator("summary", has_text="Ways of the chosen").click()
    assert page.locator("#ways-table tbody tr").count() == ways


def test_the_time_between_two_places_is_that_of_the_table(open_page: Open, journeys: list[Journey]) -> None:
    came = [journey for journey in journeys if "Cart" in journey.steps]
    arrived = sum("Order placed" in journey.steps[journey.steps.index("Cart") :] for journey in came)
    page = open_page("waiting")
    read = "Array.from(document.querySelectorAll('#between-table tbody tr'), (row) => row.innerText)"
    first = page.evaluate(read)
    page.select_option("[name=unit]", "journey")
    page.select_option("[name=place]", "touchpoint")
    page.select_option("[name=begin]", label="Cart")
    page.select_option("[name=end]", label="Order placed")
    said = page.inner_text("#between-said")
    assert said.startswith(f"Of {len(came)} journeys that came to “Cart”, {arrived} came on to “Order placed”")
    assert page.locator("#between-table tbody tr").count() == 1
    for name, value in (("place", "stage"), ("unit", "customer"), ("end", ""), ("begin", "0")):
        page.select_option(f"[name={name}]", value)
    assert page.evaluate(read) == first
