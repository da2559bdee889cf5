"""What the documents say is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from journeymine.cli import app
from journeymine.settings import Settings
from journeymine.warehouse.connection import open_database
from tests.house.tree import ROOT, find_files, read_text

DOCUMENTS = find_files("*.md")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]

INNER = {
    *("marts.journey_ends", "marts.main_variants", "marts.pattern_variants"),
    *("marts.wait_bins", "marts.wait_starts", "marts.contact_costs"),
}
"""Tables of a published layer that only feed others."""


def read_targets() -> set[str]:
    """Read the targets that the Makefile explains."""
    return set(re.findall(r"^([a-z-]+):.*## ", read_text(Path("Makefile")), flags=re.MULTILINE))


def find_keys(schema: dict, definition: dict) -> Iterator[str]:
    """Find the names of a settings table's keys, and of those in the tables within it."""
    for name, content in definition.get("properties", {}).items():
        yield name
        for reference in re.findall(r"#/\$defs/(\w+)", str(content)):
            yield from find_keys(schema, schema["$defs"][reference])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"`?journeymine {command}\b", read_text(Path("docs/running.md")))


def test_every_configuration_key_is_documented() -> None:
    schema = Settings.model_json_schema()
    text = read_text(Path("docs/configuration.md"))
    keys = set(find_keys(schema, schema))
    assert keys
    assert {key for key in keys if not re.search(rf"\b{re.escape(key)}\b", text)} == set()


def test_every_make_target_that_a_document_names_exists() -> None:
    named = {target for path in DOCUMENTS for target in re.findall(r"`make ([a-z-]+)", read_text(path))}
    assert named - read_targets() == set()


def test_every_make_target_is_explained_and_phony() -> None:
    text = read_text(Path("Makefile"))
    assert set(re.findall(r"^\.PHONY: (\S+)", text, flags=re.MULTILINE)) - {"chromium", "postgresql"} == read_targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", read_text(document))
    assert [link for link in links if not (ROOT / document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_toml_block_is_toml(document: Path) -> None:
    for language, _, content in BLOCK.findall(read_text(document)):
        if language == "toml":
            tomllib.loads(content)


@pytest.mark.night
def test_every_query_in_a_document_runs_and_finds_something(sample_warehouse: Path) -> None:
    blocks = [block for path in DOCUMENTS for block in BLOCK.findall(read_text(path)) if block[0] == "sql"]
    assert blocks
    with open_database(sample_warehouse, read_only=True) as connection:
        for _, _, query in blocks:
            assert connection.execute(query).fetchall(), query


@pytest.mark.night
def test_every_table_shown_to_analysts_is_there(sample_warehouse: Path) -> None:
    cells = re.findall(r"^\|([^|]*)\|", read_text(Path("docs/warehouse.md")), flags=re.MULTILINE)
    shown = {name for cell in cells for name in re.findall(r"`(\w+\.\w+)`", cell)}
    with open_database(sample_warehouse, read_only=True) as connection:
        names = connection.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
    tables = {name for (name,) in names}
    assert shown - tables == set()
    assert {name for name in tables if name.startswith(("marts.", "analysis."))} - shown - INNER == set()


def test_the_changelog_tells_of_this_version() -> None:
    from journeymine import __version__

    assert re.search(rf"^## {re.escape(__version__)}\b", read_text(Path("CHANGELOG.md")), flags=re.MULTILINE)


def test_decisions_are_numbered_without_gaps_and_complete() -> None:
    decisions = find_files("docs/decisions/[0-9]*.md")
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        text = read_text(path)
        assert text.startswith(f"# {path.name[:4]} "), path
        assert all(f"**{part}.**" in text for part in ("Context", "Decision", "Rejected", "Consequences")), path


@pytest.mark.night
def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """A block with a file name is written to that file, a shell block is run, in the order of the page."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JOURNEYMINE_")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    ran = []
    for language, name, content in BLOCK.findall(read_text(Path("README.md"))):
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content, encoding="utf-8")
        elif language == "sh":
            commands = [line.split("#")[0].strip() for line in content.splitlines()]
            made = {command.removeprefix("make ") for command in commands if command.startswith("make ")}
            assert made <= read_targets()
            script = "\n".join(command for command in commands if not command.startswith("make "))
            shell = ["bash", "-euo", "pipefail", "-c", script]
            done = subprocess.run(shell, cwd=tmp_path, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
            ran += [line for line in commands if line.startswith("journeymine ")]
    assert len(ran) >= 4
    assert (tmp_path / "my-shop/warehouse/current/site/index.html").is_file()
