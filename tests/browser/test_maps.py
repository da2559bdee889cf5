"""The process map and the map of variants: sliders, slices, measures, mouse and keyboard."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.unit.site.example_journeys import Journey

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
    page.select_option("[name=node]", label="Cart")
    told = page.inner_text("#selection")
    left = sum(journey.status == "abandoned" and journey.steps[-1] == "Cart" for journey in journeys)
    assert f"left for good here: {left} (" in told
    assert "95% interval" in told
    assert "half go on within" in told
    assert "Where from" in told
    assert page.evaluate("journeymine.map.cy.edges('.lit').length") >= 2


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


def test_what_a_slice_or_a_model_has_not_cannot_be_asked(open_page: Open) -> None:
    page = open_page("map")
    page.check("[value=late]", force=True)
    page.select_option("[name=source]", "slice:0")
    assert page.is_disabled("[value=late]")
    assert page.is_checked("[value=wait]")
    page.select_option("[name=source]", "model:0")
    assert page.is_disabled("[value=wait]")
    assert page.is_checked("[value=count]")
    assert page.is_disabled("[name=detail]")


def test_the_keyboard_walks_chooses_and_undoes(open_page: Open) -> None:
    page = open_page("map")
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    first = page.text_content("#said")
    page.keyboard.press("ArrowRight")
    assert page.text_content("#said") not in ("", first)
    page.keyboard.press("Enter")
    assert page.inner_text("#selection h3") == page.text_content("#said")
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
        "return data.variants.map(({ path }) => path.map((place) => data.touchpoints[place].label)); }"
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


def test_the_happy_path_and_the_longest_waiting_are_a_click_away(open_page: Open) -> None:
    page = open_page("variants")
    for choice, count in (("happy", 1), ("slow", 3), ("5", 5)):
        page.click(f"[data-choose='{choice}']")
        assert page.locator("#variants-table input:checked").count() == count
    page.click("[data-choose=all]")
    ways = page.evaluate(EDGES)
    page.locator("summary", has_text="Ways of the chosen").click()
    assert page.locator("#ways-table tbody tr").count() == ways
