"""`journeymine explain persona` and the exports of personas, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sql.persona_night import publish_persona_night

SETTINGS = """
[project]
name = "Test"
[sources.web]
kind = "events"
path = "web.csv"
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "journeymine.toml").write_text(SETTINGS, encoding="utf-8")
    return publish_persona_night(folder, few_ratings=4)


def test_every_claim_is_printed_with_its_evidence_and_its_query(journeymine, project: Path) -> None:
    shown = journeymine("explain", "persona", "p01", "--project", project)
    assert shown.code == 0
    assert "s1, highly stable, 700 customers" in shown.out
    assert "age band: 18-24" in shown.out
    table, _, queries = shown.out.partition("Queries: each gives value and n of its claim")
    assert "not evidenced" in table
    assert queries.count("select ") >= 30


def test_how_few_are_known_in_what_is_not_evidenced_is_not_printed(journeymine, project: Path) -> None:
    shown = journeymine("explain", "persona", "p01", "--project", project).out
    (line,) = [line for line in shown.splitlines() if " satisfaction " in line and "not known" in line]
    assert "<10" in line.split()
    assert "4" not in line.split()


def test_a_machine_reads_the_same(journeymine, project: Path) -> None:
    plain = json.loads(journeymine("explain", "persona", "p01", "--json", "--project", project).out)
    assert plain["persona"]["customer_count"] == 700
    assert {"value", "n", "q_value", "source_table", "source_query"} <= set(plain["evidence"][0])


def test_a_persona_there_is_not_is_wrong_usage(journeymine, project: Path) -> None:
    shown = journeymine("explain", "persona", "p07", "--project", project)
    assert shown.code == 2
    assert "p01, p02" in shown.err


def test_a_card_and_an_audience_are_written(journeymine, project: Path, tmp_path: Path) -> None:
    card, audience = tmp_path / "card.md", tmp_path / "audience.csv"
    assert journeymine("export", "persona", "p01", "--to", card, "--project", project).code == 0
    assert journeymine("export", "audience", "p01", audience, "--project", project).code == 0
    assert card.read_text(encoding="utf-8").startswith("# Evening visitors")
    assert len(audience.read_text(encoding="utf-8").splitlines()) == 701
