from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest

from journeymine.site.page import SiteContext
from journeymine.site.pages import PAGES, find_tables, render_site
from tests.unit.site.example_journeys import FORMULA, HOSTILE

Tables = dict[str, pl.DataFrame]


class Reader(HTMLParser):
    """Collect what a browser would act on: elements, their attributes, the text of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.text: list[str] = []
        self._script: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self._script = dict(attrs)
            self.scripts.append((self._script, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self.scripts[-1] = (self._script, self.scripts[-1][1] + data)
        else:
            self.text.append(data)


@pytest.fixture
def site(tables: Tables, context: SiteContext, tmp_path: Path) -> Path:
    render_site(tables, context, tmp_path)
    return tmp_path


def hash_files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_tables_in_any_row_order_give_the_same_bytes(
    tables: Tables, context: SiteContext, site: Path, tmp_path: Path
) -> None:
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=11) for name, frame in tables.items()}
    render_site(shuffled, context, tmp_path / "again")
    again = hash_files(tmp_path / "again")
    assert again == {name: digest for name, digest in hash_files(site).items() if not name.startswith("again/")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_runs_a_script_of_its_own_text(site: Path, page) -> None:  # type: ignore[no-untyped-def]
    reader = Reader((site / page.file_name).read_text(encoding="utf-8"))
    for attributes, text in reader.scripts:
        assert attributes.get("type") == "application/json" or (attributes["src"] and not text)
    for tag, attributes in reader.elements:
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "href"):
            assert not re.match(r"(?i)(https?:|//|javascript:|data:)", attributes.get(name) or "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_a_page_names_is_there(site: Path, page) -> None:  # type: ignore[no-untyped-def]
    reader = Reader((site / page.file_name).read_text(encoding="utf-8"))
    named = {attributes[name] for _, attributes in reader.elements for name in ("src", "href") if attributes.get(name)}
    files = {str(name).partition("?")[0].partition("#")[0] for name in named} - {""}
    assert {name for name in files if not (site / name).is_file()} == set()


def test_a_hostile_name_stays_text(site: Path) -> None:
    for name in ("map", "touchpoints"):
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        assert "<script>alert" not in text
        assert HOSTILE in "".join(Reader(text).text)
    assert FORMULA in "".join(Reader(text).text)  # of touchpoints; the map's script writes all but its first rows
    assert "Tom &amp; &lt;Jerry&gt;" in (site / "index.html").read_text(encoding="utf-8")


def test_a_page_without_its_tables_is_left_out_of_the_folder_and_of_all_links(
    tables: Tables, context: SiteContext, tmp_path: Path
) -> None:
    del tables["marts.stage_metrics"]
    tables["report.paths"] = tables["report.paths"].clear()
    written = render_site(tables, context, tmp_path)
    assert {"stages.html", "paths.html"}.isdisjoint(written)
    assert {"index.html", "map.html", "touchpoints.html", "health.html"} <= set(written)
    for name in written:
        links = [
            str(attributes.get("href"))
            for _, attributes in Reader((tmp_path / name).read_text(encoding="utf-8")).elements
        ]
        assert not [link for link in links if link.startswith(("paths.html", "stages.html"))], name


def test_optional_tables_may_be_missing_one_by_one(tables: Tables, context: SiteContext, tmp_path: Path) -> None:
    needed = {table for page in PAGES for table in page.needed}
    optional = [table for table in find_tables() if table not in needed]
    assert optional
    for table in optional:
        fewer = {name: frame for name, frame in tables.items() if name != table}
        assert len(render_site(fewer, context, tmp_path)) == len(PAGES)


def test_every_page_says_how_it_is_computed(site: Path) -> None:
    for page in PAGES:
        text = (site / page.file_name).read_text(encoding="utf-8")
        section = text[text.index('id="method"') :]
        assert re.search(r"<code>(marts|report|analysis|meta)\.", section), page.name
        assert "Window:" in section


def test_pages_need_only_tables_of_the_contract_between_steps() -> None:
    assert {name.partition(".")[0] for name in find_tables()} <= {"marts", "report", "analysis", "meta", "core"}
