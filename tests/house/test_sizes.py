"""A file is read in one sitting."""

from __future__ import annotations

import pytest

from tests.house.tree import ROOT, find_files, read_text

LIMITS = {"*.py": 300, "src/*.js": 300, "sql/*.sql": 100}


@pytest.mark.parametrize(("pattern", "limit"), LIMITS.items())
def test_no_file_is_longer_than_its_kind_may_be(pattern: str, limit: int) -> None:
    lengths = {str(path): len(read_text(path).splitlines()) for path in find_files(pattern)}
    assert lengths, f"no file matches {pattern}"
    assert {path: length for path, length in lengths.items() if length > limit} == {}


def test_nothing_large_is_committed() -> None:
    sizes = {str(path): (ROOT / path).stat().st_size for path in find_files()}
    assert {path: size for path, size in sizes.items() if size > 5_000_000} == {}
    assert sum(size for path, size in sizes.items() if path.startswith("data/sample/")) <= 8_000_000
