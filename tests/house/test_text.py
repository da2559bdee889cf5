"""What no file of the house may say."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, find_files, find_texts, read_text

# Written apart, so that this file does not hold what it looks for.
FORBIDDEN = {
    "an unfinished place": r"\b("
    + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "Not" + "ImplementedError"])
    + r")\b",
    "a package host": "(py" + "pi|python" + "hosted|npm" + r"js)[.](org|com)|deb[.]deb" + "ian",
    "a path of one machine": r"(^|[^a-z<])/(wo" + "rk|fa" + "rm|ro" + r"ot|home/[a-z]+)/",
    "a word of the workshop": r"\b(sub" + "agent|co" + "ordinator|C" + "EO)\\b|[.][.]/sha" + "red/",
}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "misc", "common"}


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN.items())
def test_no_text_holds(what: str, pattern: str) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in find_texts()
        for number, line in enumerate(read_text(path).splitlines(), start=1)
        if re.search(pattern, line)
    ]
    assert found == [], f"{what} stands in the tree"


def test_no_broad_error_is_swallowed() -> None:
    silent = [
        f"{path}:{node.lineno}"
        for path in find_files("src/*.py", "pipelines/*.py")
        for node in ast.walk(ast.parse(read_text(path)))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and not any(isinstance(inner, ast.Raise | ast.Call) for statement in node.body for inner in ast.walk(statement))
    ]
    assert silent == []


def test_no_test_is_excused() -> None:
    # Said in two parts for the same reason as above.
    excused = [str(path) for path in find_files("tests/*.py") if "mark.x" + "fail" in read_text(path)]
    assert excused == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [
        str(path) for path in find_files("src/*.py", "pipelines/*.py") if VAGUE_NAMES & {*path.parts, path.stem}
    ] == []


def test_lock_files_pin_by_hash_and_hold_no_address() -> None:
    locks = find_files("*.lock")
    assert {str(path) for path in locks} >= {"requirements.lock", "requirements-dev.lock", "requirements-tools.lock"}
    for path in locks:
        text = read_text(path)
        assert "://" not in text, path
        pins = [block for block in re.split(r"\n(?=\S)", text) if block.strip()]
        assert pins, path
        assert [pin.splitlines()[0] for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == [], path


def test_the_running_environment_is_part_of_the_development_one() -> None:
    def find_pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", read_text(Path(name)), flags=re.MULTILINE))

    assert find_pins("requirements.lock") < find_pins("requirements-dev.lock")


def test_every_fixture_taken_from_elsewhere_names_its_source_and_licence() -> None:
    sources = find_files("tests/*SOURCE.txt")
    licences = re.compile(r"Apache|MIT|BSD|CC[- ]BY|CC0")
    assert [str(path) for path in sources if not licences.search(read_text(path))] == []


def test_vendored_files_are_what_their_page_says() -> None:
    folder = ROOT / "src/journeymine/site/assets/vendor"
    said = (folder / "VENDORED.md").read_text(encoding="utf-8")
    files = [path for path in folder.iterdir() if path.name != "VENDORED.md"]
    assert {path.suffix for path in files} == {".js", ".LICENSE"}
    for path in files:
        if path.suffix == ".js":
            assert hashlib.sha256(path.read_bytes()).hexdigest() in said, path.name
            assert (folder / f"{path.name.split('.')[0]}.LICENSE").is_file(), path.name
