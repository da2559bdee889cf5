"""A model file of one's own, made here by hand: a table of words and the valence of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.voice.onnx import open_onnx_reader

pytest.importorskip("onnxruntime", reason="the extra `onnx` is not installed")


def field(number: int, value: bytes | int) -> bytes:
    """Write one field of a protocol buffer."""
    if isinstance(value, int):
        return count(number << 3) + count(value)
    return count(number << 3 | 2) + count(len(value)) + value


def count(value: int) -> bytes:
    parts = []
    while True:
        parts.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(parts)


def attribute(name: str, kind: int, *values: bytes) -> bytes:
    return field(5, field(1, name.encode()) + b"".join(values) + field(20, kind))


def tensor(name: str, kind: int) -> bytes:
    shape = field(2, field(1, field(2, b"n")))
    return field(1, name.encode()) + field(2, field(1, field(1, kind) + shape))


def write_model(folder: Path, *, given: int = 8) -> Path:
    """Write a model that knows two words (8: texts, 1: numbers, as element type of its input)."""
    import struct

    keys = b"".join(field(9, word) for word in (b"good", b"bad"))
    values = b"".join(count(7 << 3 | 5) + struct.pack("<f", value) for value in (0.75, -2.0))
    node = field(1, b"text") + field(2, b"felt") + field(4, b"LabelEncoder") + field(7, b"ai.onnx.ml")
    if given == 8:
        default = field(5, field(1, b"default_float") + count(2 << 3 | 5) + struct.pack("<f", 0.0) + field(20, 1))
        node += attribute("keys_strings", 8, keys) + attribute("values_floats", 6, values) + default
    else:
        node = field(1, b"text") + field(2, b"felt") + field(4, b"Identity")
    graph = field(1, node) + field(2, b"words") + field(11, tensor("text", given)) + field(12, tensor("felt", 1))
    opsets = field(8, field(1, b"") + field(2, 17)) + field(8, field(1, b"ai.onnx.ml") + field(2, 3))
    file = folder / "words.onnx"
    file.write_bytes(field(1, 8) + field(7, graph) + opsets)
    return file


def test_a_local_model_reads_texts_within_bounds(tmp_path: Path) -> None:
    reader = open_onnx_reader(tmp_path, write_model(tmp_path).relative_to(tmp_path))
    assert [each.value for each in reader.read(["good", "bad", "x\0y"])] == [0.75, -1.0, 0.0]
    assert reader.method.startswith("onnx-")
    assert reader.read([]) == []


def test_a_model_that_reads_no_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="a tensor of texts"):
        open_onnx_reader(tmp_path, write_model(tmp_path, given=1))


def test_a_file_that_is_no_model_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.onnx").write_bytes(b"nothing")
    with pytest.raises(SettingsError, match="cannot be used"):
        open_onnx_reader(tmp_path, Path("words.onnx"))
    for missing in (None, Path("other.onnx")):
        with pytest.raises(SettingsError, match="model file"):
            open_onnx_reader(tmp_path, missing)
