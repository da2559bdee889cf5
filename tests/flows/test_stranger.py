"""A stranger with a CSV of their own: `init`, one edited TOML, a site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

ECOM = Path(__file__).parents[1] / "fixtures" / "retentioneering_ecom" / "ecom.csv.gz"


@pytest.fixture
def project(tmp_path, journeymine):
    """What `init` wrote, with the stranger's file beside it and three columns named as they are in it."""
    folder = tmp_path / "my-shop"
    assert journeymine("init", folder).code == 0
    (folder / "data").mkdir()
    shutil.copy(ECOM, folder / "data")
    settings = folder / "journeymine.toml"
    text = settings.read_text()
    text = text.replace('path = "data/*.csv"', 'path = "data/*.csv.gz"')
    text = text.replace('user_id = "user_id" }', 'user_id = "user_id", device = "platform" }')
    text = text.replace("#[[goals]]", "[[goals]]").replace('#name = "purchase"', 'name = "purchase"')
    text = text.replace('#touchpoint = "Order placed"', 'touchpoint = "unmapped: purchase"')
    settings.write_text(text)
    return folder


def ask(journeymine, project, sql):
    answered = journeymine("query", sql, "--project", project, "--json")
    assert answered.code == 0, answered.err
    return json.loads(answered.out)


def test_own_csv_becomes_a_site_after_one_edited_file(project, journeymine):
    checked = journeymine("check", "--project", project)
    assert checked.code == 0, checked.err
    assert not (project / "warehouse").exists(), "check writes nothing"
    ended = journeymine("run", "--project", project, "--json")
    assert ended.code == 3, ended.err
    assert "no touchpoint rules match" in ended.err, "the one warning: rules are still to be written"
    told = json.loads(ended.out)
    assert told["is_published"]
    assert told["rejected_count"] == 0
    counted = ask(
        journeymine, project, "select count(*) as events, count(distinct customer_id) as customers from core.events"
    )
    assert counted == [{"events": told["loaded_count"], "customers": 600}]
    [goals] = ask(journeymine, project, "select count(*) as n from core.journeys where goal = 'purchase'")
    [purchases] = ask(journeymine, project, "select count(*) as n from core.events where event_name = 'purchase'")
    assert goals == purchases
    site = project / "warehouse" / "current" / "site"
    assert "my-shop" in (site / "index.html").read_text()
    shown = journeymine("status", "--project", project)
    assert shown.code == 0
    assert told["night_id"] in shown.out
