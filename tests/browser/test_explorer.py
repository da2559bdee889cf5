from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import polars as pl
import pytest
from playwright.sync_api import Page

from journeymine.site.path_data import RARE
from tests.browser.conftest import Open
from tests.browser.slow_paths import ENDS, Links, count_links
from tests.unit.site.example_journeys import FORMULA, RIGHT_TO_LEFT, Journey
from tests.unit.site.example_tables import write_tables

pytestmark = pytest.mark.browser

READ_COUNTS = """() => {
    const data = journeymine.data("paths");
    const ends = ["Reached a goal", "Left", "Still open"];
    const starts = { journey: "Journey starts", visit: "Visit starts", customer: "First seen" };
    const START = starts[journeymine.explorer.state.unit];
    const end = (key) => key === journeymine.START ? START : ends[-1 - key];
    const name = (key) => key < 0 ? end(key) : data.touchpoints[key].name;
    return journeymine.explorer.counts.links.flatMap((links, column) =>
        Array.from(links, ([pair, count]) => [column, ...pair.split(",").map((key) => name(Number(key))), count]));
}"""


def read_counts(page: Page) -> Links:
    return Counter({(column, before, after): count for column, before, after, count in page.evaluate(READ_COUNTS)})


def name_rare(links: Links) -> Links:
    named: Links = Counter()
    for (column, before, after), count in links.items():
        named[column, *(RARE if name == "Hidden corner" else name for name in (before, after))] += count
    return named


def test_the_first_view_equals_the_path_links(open_page: Open, journeys: list[Journey]) -> None:
    path_links = write_tables(journeys)["marts.path_links"].filter(pl.col("step_index") < 5)
    expected: Links = Counter()
    for step, before, after, status, count in path_links.rows():
        expected[step - 1, before, after or ENDS[status]] += count
    assert read_counts(open_page("paths")) == name_rare(expected)


@pytest.mark.parametrize(
    "view",
    [
        {"steps": 10},
        {"steps": 2},
        {"anchor": "Product page"},
        {"anchor": RIGHT_TO_LEFT},
        {"direction": "before", "anchor": "Order placed", "steps": 4},
        {"direction": "before", "anchor": "Feature used"},
        {"direction": "before"},
        {"channel": "paid search"},
        {"goal": "renewal", "steps": 3},
        {"status": "abandoned", "anchor": "Cart"},
        {"merge_repeats": True, "anchor": "Product page"},
        {"channel": "email", "status": "converted", "direction": "before", "steps": 7},
        {"unit": "visit", "steps": 6},
        {"unit": "visit", "direction": "before", "anchor": "Cart", "status": "abandoned"},
        {"unit": "customer", "steps": 10, "segment": "s2"},
        {"unit": "customer", "direction": "before", "goal": "purchase"},
        {"first_month": "2026-02", "last_month": "2026-02", "segment": "s1"},
        {"first_month": "2026-02", "last_month": "2026-03"},
        {"unit": "customer", "last_month": "2026-01", "steps": 4},
        {"unit": "visit", "first_month": "2026-02", "anchor": "Home page"},
        {"product": "Lamp", "anchor": "Home page"},
    ],
    ids=str,
)
def test_every_view_counts_what_a_slow_walk_counts(
    open_page: Open, journeys: list[Journey], view: dict[str, object]
) -> None:
    keys = {"direction": "d", "anchor": "a", "steps": "n", "channel": "c", "goal": "g", "status": "s"}
    keys |= {"unit": "u", "first_month": "f", "last_month": "t", "segment": "k", "product": "p"}
    said = {keys[name]: value for name, value in view.items() if name in keys}
    page = open_page("paths", urlencode({**said, **({"r": 1} if "merge_repeats" in view else {})}))
    expected = name_rare(count_links(journeys, **view))  # type: ignore[arg-type]
    assert sum(expected.values()) > 0
    assert read_counts(page) == expected


def test_controls_change_the_picture_and_the_address(open_page: Open, journeys: list[Journey]) -> None:
    page = open_page("paths")
    before = page.inner_html("#sankey")
    page.check("[value=before]")
    page.select_option("[name=anchor]", "Checkout")
    page.select_option("[name=status]", "converted")
    page.locator("[name=steps]").fill("3")
    assert page.inner_html("#sankey") != before
    assert page.evaluate("location.hash") == "#d=before&a=Checkout&n=3&s=converted"
    assert read_counts(page) == count_links(
        journeys, direction="before", anchor="Checkout", steps=3, status="converted"
    )
    count = sum(journey.status == "converted" and "Checkout" in journey.steps for journey in journeys)
    assert page.inner_text("#summary").startswith(f"{count} journeys (reached a goal) up to “Checkout”")
    page.click("#reset")
    assert page.evaluate("location.hash") == ""
    assert page.inner_html("#sankey") == before


def test_what_is_drawn_adds_up_to_what_was_counted(open_page: Open) -> None:
    page = open_page("paths", "top=3&n=4")
    columns, drawn = page.evaluate(
        """() => {
            const { counts, current } = journeymine.explorer;
            const sum = (values) => Array.from(values).reduce((total, value) => total + value, 0);
            const nodes = (column) => current.graph.nodes.filter((node) => node.column === column);
            return [
                counts.columns.map((column) => sum(column.values())),
                counts.columns.map((_, index) => sum(nodes(index).map((node) => node.count))),
            ];
        }"""
    )
    assert columns == drawn
    assert page.locator(".node", has_text="Other").count() >= 3


def test_other_opens_when_it_is_clicked_and_closes_again(open_page: Open) -> None:
    page = open_page("paths", "top=3")
    nodes = page.locator(".node").count()
    page.locator('.node[data-id="1:-20"]').click()
    assert page.locator(".node").count() > nodes
    assert "o=1" in page.evaluate("location.hash")
    page.locator('.node[data-id^="1:"]').first.click()
    page.get_by_role("button", name="Close “other” again").click()
    assert page.locator(".node").count() == nodes


def test_a_smallest_share_hides_what_is_below_it(open_page: Open) -> None:
    page = open_page("paths", "m=20")
    shares = page.evaluate(
        """() => {
            const { graph, place } = journeymine.explorer.current;
            return graph.nodes.filter((node) => node.key >= 0).map((node) => node.count / place.totals[node.column]);
        }"""
    )
    assert shares
    assert min(shares) >= 0.2


def test_no_number_of_a_small_group_is_told(open_page: Open) -> None:
    page = open_page("paths", "n=6&top=25")
    page.click("#numbers-details summary")
    told = [row.split("\t")[3] for row in page.inner_text("#links tbody").splitlines()]
    assert "fewer than 10" in told
    assert min(int(text.replace(",", "")) for text in told if not text.startswith("fewer")) >= 10
    small = page.locator("#links tr", has_text="fewer than 10 each").count()
    assert small > 0


def test_so_few_journeys_are_not_drawn(open_page: Open) -> None:
    page = open_page("paths", urlencode({"a": RARE}))
    assert "fewer than 10 journeys; so few are not drawn" in page.inner_text("#summary")
    assert page.locator("#sankey svg").count() == 0


def test_a_chosen_touchpoint_follows_its_journeys_and_offers_views(open_page: Open, journeys: list[Journey]) -> None:
    page = open_page("paths")
    node = page.locator(".node", has_text="Home page").first
    node.click()
    assert page.locator(".traces path").count() > 1
    count = sum(journey.steps[0] == "Home page" for journey in journeys)
    assert f"{count} journeys" in page.inner_text("#selection")
    page.get_by_role("button", name="What happens after it").click()
    assert page.evaluate("location.hash") == "#a=Home+page"


def test_followed_ribbons_hold_only_journeys_that_pass(open_page: Open, journeys: list[Journey]) -> None:
    page = open_page("paths", "top=25&n=3")
    traced = page.evaluate(
        """() => {
            const { current } = journeymine.explorer;
            const code = journeymine.data("paths").touchpoints.findIndex((touchpoint) => touchpoint.name === "Cart");
            const traced = journeymine.traceThrough(current.grouped, { column: 2, key: code });
            return Array.from(traced.values()).reduce((sum, count) => sum + count, 0);
        }"""
    )
    # each journey with the cart as its third step is on two ribbons of three columns
    assert traced == 2 * sum(journey.steps[2:3] == ("Cart",) for journey in journeys)


def test_the_keyboard_reaches_and_chooses_every_node(open_page: Open) -> None:
    page = open_page("paths")
    page.locator(".node[tabindex='0']").focus()
    focused = "document.activeElement.dataset.id"
    first = page.evaluate(focused)
    page.keyboard.press("ArrowDown")
    second = page.evaluate(focused)
    page.keyboard.press("ArrowRight")
    third = page.evaluate(focused)
    assert (first[0], second[0], third[0]) == ("0", "0", "1")
    assert first != second
    page.keyboard.press("Enter")
    assert page.locator("#selection").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#selection").is_hidden()
    assert page.locator(".node[tabindex='0']").count() == 1


def test_a_period_ends_after_it_began(open_page: Open, journeys: list[Journey]) -> None:
    page = open_page("paths", "f=2026-03&t=2026-02")
    assert page.evaluate("[journeymine.explorer.state.from, journeymine.explorer.state.to]") == ["2026-02", "2026-03"]
    page.select_option("[name=from]", "2026-03")
    page.select_option("[name=to]", "2026-01")
    assert page.evaluate("location.hash") == "#f=2026-01&t=2026-01"
    assert "(2026-01)" in page.inner_text("#summary")
    assert read_counts(page) == name_rare(count_links(journeys, first_month="2026-01", last_month="2026-01"))


def test_a_touchpoint_tells_its_share_of_the_step_and_of_all(open_page: Open) -> None:
    page = open_page("paths")
    told = page.locator('.node[data-id^="2:"] title').first.text_content() or ""
    assert "of the step" in told
    assert "of all shown" in told


def test_a_wrong_address_shows_the_default(open_page: Open) -> None:
    page = open_page("paths", "d=sideways&a=Nowhere&n=99&top=x&m=-4&s=lost&o=1.z")
    state = page.evaluate("journeymine.explorer.state")
    assert (state["direction"], state["anchor"], state["steps"], state["top"]) == ("after", "", 10, 8)
    assert (state["share"], state["status"], state["open"]) == (0, "", [1])


def test_the_csv_holds_the_table_and_no_formula(open_page: Open, tmp_path: Path) -> None:
    page = open_page("paths", urlencode({"a": FORMULA, "n": 2}))
    with page.expect_download() as waiting:
        page.click("#csv")
    assert waiting.value.suggested_filename == "paths.csv"
    waiting.value.save_as(tmp_path / "paths.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "paths.csv").read_text(encoding="utf-8-sig"))))
    page.click("#numbers-details summary")
    assert len(rows) == page.locator("#links tr").count()
    assert rows[1][1] == "'" + FORMULA
    assert not [cell for row in rows for cell in row if cell[:1] in "=+@" and cell]


def test_pictures_can_be_taken_away(open_page: Open, tmp_path: Path) -> None:
    page = open_page("paths")
    for name, beginning in (("png", b"\x89PNG"), ("svg", b"<svg")):
        with page.expect_download() as waiting:
            page.click(f"#{name}")
        waiting.value.save_as(tmp_path / name)
        content = (tmp_path / name).read_bytes()
        assert content.startswith(beginning)
        assert len(content) > 5000
    assert b"var(--" not in (tmp_path / "svg").read_bytes()


def test_a_picture_takes_along_what_it_shows(open_page: Open, tmp_path: Path) -> None:
    page = open_page("paths", "s=converted")
    with page.expect_download() as waiting:
        page.click("#svg")
    waiting.value.save_as(tmp_path / "paths.svg")
    picture = ElementTree.parse(tmp_path / "paths.svg")
    texts = [element.text or "" for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "Paths · Example & <shop>" in texts
    assert page.inner_text("#summary") in " ".join(texts)
    assert any(text.startswith("Observed ") for text in texts)
    assert set(page.locator("#legend > span").all_inner_texts()) <= set(texts)


@pytest.mark.parametrize("view", ["", "n=10&top=25", "d=before&n=10&top=25"])
def test_no_label_runs_into_the_next_column(open_page: Open, view: str) -> None:
    page = open_page("paths", view)
    beyond = page.evaluate(
        """() => Array.from(document.querySelectorAll("#sankey .node"), (node) => {
            const pitch = journeymine.explorer.current.place.pitch;
            const x = Number(node.querySelectorAll("rect")[1].getAttribute("x"));
            const box = node.querySelector("text").getBBox();
            return box.x + box.width - x - pitch;
        }).filter((excess) => excess > 0)"""
    )
    assert page.locator("#sankey .node").count() > 10
    assert beyond == []
