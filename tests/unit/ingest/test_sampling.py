"""A look at a large file leaves nothing behind, whatever ends it."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest

from journeymine.ingest.sampling import SAMPLED_BYTES, open_sample


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system knows no files without a name")
def test_the_first_lines_of_a_large_file_are_copied_to_a_file_without_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, temporary = tmp_path / "a.csv.gz", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    line = b"anna@example.org," + b"x" * 99_000 + b"\n"
    file.write_bytes(gzip.compress(line * 3, compresslevel=0) + b"\0" * SAMPLED_BYTES)
    with open_sample(file, sampled_lines=2) as (sample, is_cut):
        assert is_cut
        assert sample.suffix == ".csv"
        assert sample.read_bytes() == line * 2
        assert [path for path in temporary.rglob("*") if path.is_file() and not path.is_symlink()] == []
    assert list(temporary.rglob("*")) == []
