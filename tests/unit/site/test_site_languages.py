from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from journeymine.site.page import Content, Page, SiteContext
from journeymine.site.pages import render_site
from journeymine.site.render import SHARED_SIZE, write_shared

LANGUAGES = ("pl", "en", "ru")
Tables = dict[str, pl.DataFrame]


@pytest.fixture
def site(tables: Tables, context: SiteContext, tmp_path: Path) -> Path:
    few = ("report.headline_metrics", "marts.touchpoint_metrics", "marts.daily_counts")
    shown = {name: tables[name] for name in few}
    render_site(shown, replace(context, languages=LANGUAGES), tmp_path)
    return tmp_path


def test_the_first_language_lies_at_the_root_and_each_other_in_its_folder(site: Path) -> None:
    pages = {path.name for path in site.glob("*.html")}
    assert pages == {"index.html", "touchpoints.html"}
    for language, folder in (("pl", site), ("en", site / "en"), ("ru", site / "ru")):
        assert {path.name for path in folder.glob("*.html")} == pages
        for page in pages:
            assert f'<html lang="{language}">' in (folder / page).read_text(encoding="utf-8")
    assert not (site / "ru" / "assets").exists()


def test_every_version_of_a_page_links_to_all_others_and_finds_its_files(site: Path) -> None:
    for folder in (site, site / "en", site / "ru"):
        text = (folder / "touchpoints.html").read_text(encoding="utf-8")
        alternates = dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', text))
        assert set(alternates) == set(LANGUAGES)
        found = {language: (folder / link).resolve() for language, link in alternates.items()}
        assert found["pl"] == (site / "touchpoints.html").resolve()
        assert found["ru"] == (site / "ru" / "touchpoints.html").resolve()
        named = re.findall(r'(?:href|src)="([^"#]+)', text)
        assert [name for name in named if not (folder / name.partition("?")[0]).is_file()] == []


def test_a_site_of_one_language_has_no_switch(tables: Tables, context: SiteContext, tmp_path: Path) -> None:
    render_site({"report.headline_metrics": tables["report.headline_metrics"]}, context, tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "hreflang" not in text
    assert 'class="languages"' not in text


def test_the_language_of_a_link_of_the_data_is_kept(site: Path) -> None:
    text = (site / "ru" / "index.html").read_text(encoding="utf-8")
    assert 'href="touchpoints.html"' in text
    assert "Этап" in (site / "ru" / "touchpoints.html").read_text(encoding="utf-8")
    assert "Etap" in (site / "touchpoints.html").read_text(encoding="utf-8")


def test_a_large_block_that_is_alike_in_all_languages_is_written_once(tmp_path: Path) -> None:
    page = Page("paths", "Paths", "", (), lambda tables, context: Content({}, ()))
    large, other = "x" * SHARED_SIZE, "y" * SHARED_SIZE
    contents = [Content({}, (), {"alike": large, "small": "x", "different": value}) for value in (large, other)]
    assert [name.partition("?")[0] for name in write_shared(tmp_path, page, contents).values()] == [
        "data/paths-alike.js"
    ]
    assert (tmp_path / "data/paths-alike.js").read_text(encoding="utf-8").startswith('window.journeymine.give("alike"')
    assert write_shared(tmp_path, page, contents[:1]) == {}


def test_channels_the_product_names_are_said_in_the_language_and_those_of_the_project_stay(site: Path) -> None:
    shown = {}
    for language, folder in (("pl", site), ("en", site / "en"), ("ru", site / "ru")):
        text = (folder / "touchpoints.html").read_text(encoding="utf-8")
        shown[language] = set(re.findall(r"<td><bdi>([^<]*)</bdi></td><td class=\"n\"", text))
    assert {"web", "app", "store", "paid search"} <= shown["en"]
    assert {"strona www", "aplikacja", "sklep", "paid search"} <= shown["pl"]
    assert {"сайт", "приложение", "магазин", "paid search"} <= shown["ru"]
    assert "web" not in shown["ru"] | shown["pl"]
