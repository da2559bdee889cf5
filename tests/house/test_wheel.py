"""A wheel holds what a night needs, and works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT, find_files


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it, as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"from hatchling.build import build_wheel; print(build_wheel({str(folder)!r}))"
    built = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    with zipfile.ZipFile(folder / built.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site-packages")
    return folder / "site-packages"


def test_a_wheel_holds_every_file_of_the_package_and_every_sql_file(installed: Path) -> None:
    package = {path.relative_to("src/journeymine") for path in find_files("src/journeymine/*")}
    sql = {Path("_sql") / path.relative_to("sql") for path in find_files("sql/*")}
    assert {str(path) for path in package | sql if not (installed / "journeymine" / path).is_file()} == set()


def test_a_wheel_starts_and_finds_its_own_sql(installed: Path, tmp_path: Path) -> None:
    code = "from journeymine.warehouse.sqlfiles import *; print(sql_folder(), len(read_model_files(sql_folder())))"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    ).stdout.split()
    assert Path(printed[0]) == installed / "journeymine" / "_sql"
    assert int(printed[1]) > 0
    for command in (["--version"], ["init", "shop"]):
        subprocess.run(
            [sys.executable, "-m", "journeymine", *command],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
        )
    assert (tmp_path / "shop/journeymine.toml").is_file()
