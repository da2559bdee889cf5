"""Seeded damage to a valid file of each format, and what must hold whatever was done to it."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
from collections.abc import Callable

import polars as pl

ROWS = 60
FORMATS = ("csv", "tsv", "jsonl", "csv.gz", "jsonl.zst", "parquet")
COLUMNS = ("event_id", "occurred_at", "event_name", "user_id", "amount", "note")


def make_rows() -> list[dict[str, str]]:
    """Make the rows of a valid file; notes hold what a parser may stumble over."""
    notes = ("plain", 'a "quoted" word', "comma, and; more", "żółw 🐢", "", "x" * 300, "NA", "line\nbreak")
    return [
        {
            "event_id": f"e{number}",
            "occurred_at": f"2026-01-01 10:{number % 60:02d}:00",
            "event_name": f"view{number % 5}",
            "user_id": f"u{number % 9}",
            "amount": f"{number}.50",
            "note": notes[number % len(notes)],
        }
        for number in range(ROWS)
    ]


def compress(data: bytes, form: str, *, in_parts: bool = False) -> bytes:
    """Compress a text as its form says; in two members or frames, one after the other, if `in_parts`."""
    if in_parts:
        return compress(data[: len(data) // 2], form) + compress(data[len(data) // 2 :], form)
    if form.endswith(".gz"):
        return gzip.compress(data, mtime=0)
    if form.endswith(".zst"):
        return subprocess.run(["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    return data


def decompress(data: bytes, form: str) -> bytes:
    """Return the text in a whole file of a form."""
    if form.endswith(".gz"):
        return gzip.decompress(data)
    if form.endswith(".zst"):
        return subprocess.run(["zstd", "-dqc"], input=data, stdout=subprocess.PIPE, check=True).stdout
    return data


def write_rows(rows: list[dict[str, str]], form: str) -> bytes:
    """Write rows as a file of a format, uncompressed."""
    frame = pl.DataFrame(rows)
    if form == "parquet":
        target = io.BytesIO()
        frame.write_parquet(target)
        return target.getvalue()
    if form.startswith("jsonl"):
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    return frame.write_csv(separator="\t" if form == "tsv" else ",").encode()


Damage = Callable[[random.Random, bytes], bytes]


def cut(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randrange(len(data))]


def cut_out(draw: random.Random, data: bytes) -> bytes:
    start = draw.randrange(len(data))
    return data[:start] + data[start + draw.randrange(1, 200) :]


def swap_parts(draw: random.Random, data: bytes) -> bytes:
    first, second, third = sorted(draw.randrange(len(data)) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def double_lines(draw: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    index = draw.randrange(len(lines))
    return b"".join(lines[: index + 1] + lines[index : index + draw.randrange(1, 5)] + lines[index + 1 :])


def swap_lines(draw: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    first, second = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def encode_anew(draw: random.Random, data: bytes) -> bytes:
    encoding = draw.choice(["utf-16", "utf-16-le", "cp1250", "latin-1", "utf-8-sig", "cp1251"])
    return data.decode("utf-8", errors="replace").encode(encoding, errors="replace")


def encode_a_line(draw: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    index = draw.randrange(len(lines))
    lines[index] = lines[index].decode("utf-8", errors="replace").encode("cp1250", errors="replace")
    return b"".join(lines)


def open_quotes(draw: random.Random, data: bytes) -> bytes:
    for _ in range(draw.randrange(1, 4)):
        position = draw.randrange(len(data))
        data = data[:position] + b'"' + data[position:]
    return data


def add_nulls(draw: random.Random, data: bytes) -> bytes:
    position = draw.randrange(len(data))
    return data[:position] + b"\0" * draw.randrange(1, 20) + data[position:]


def add_bulk(draw: random.Random, data: bytes) -> bytes:
    position = draw.randrange(len(data))
    return (
        data[:position]
        + draw.choice([b"x", b"9", b" ", b'""', b"{"]) * draw.choice([1_000, 120_000, 700_000])
        + data[position:]
    )


def add_odd_bytes(draw: random.Random, data: bytes) -> bytes:
    odd = (
        b"\r",
        b"\r\n",
        b"\n",
        b"\n\n",
        b"\\",
        b"{",
        b"}",
        b"[1]",
        b",",
        b"\t",
        b"\x01",
        b"\x1f",
        b"\xe2\x80\xa8",
        b"\xff",
    )
    for _ in range(draw.randrange(1, 6)):
        position = draw.randrange(len(data))
        data = data[:position] + draw.choice(odd) + data[position:]
    return data


def flip_bits(draw: random.Random, data: bytes) -> bytes:
    spoilt = bytearray(data)
    for _ in range(draw.randrange(1, 10)):
        spoilt[draw.randrange(len(spoilt))] ^= 1 << draw.randrange(8)
    return bytes(spoilt)


def end_lines_otherwise(draw: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", draw.choice([b"\r\n", b"\r", b"\n\r\n"]))


def append_itself(draw: random.Random, data: bytes) -> bytes:
    """Put files one after the other, headers and all, as people join them by hand."""
    return data + data[: draw.choice([len(data), draw.randrange(len(data))])]


ANY_DAMAGE: tuple[Damage, ...] = (cut, cut_out, swap_parts, add_nulls, add_bulk, add_odd_bytes, flip_bits)
TEXT_DAMAGE: tuple[Damage, ...] = (
    *(double_lines, swap_lines, encode_anew, encode_a_line, open_quotes, end_lines_otherwise, append_itself),
)


def change_values(draw: random.Random, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Put values of wrong types into some rows: of those, the time, the amount or the name is no such thing."""
    wrong = {
        "occurred_at": ["never", "", "0", "13/14/2026", "9999-99-99", "1e400", "true"],
        "amount": ["many", "1e40", "--1", "NaN", "1,234", "9" * 30],
        "event_name": ["", " "],
    }
    for row in draw.sample(rows, draw.randrange(1, 8)):
        column = draw.choice(sorted(wrong))
        row[column] = draw.choice(wrong[column])
    return rows


def shuffle_columns(draw: random.Random, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Write the columns in another order, some of them under another name or not at all."""
    names = draw.sample(COLUMNS, len(COLUMNS))
    renamed = {name: name for name in names}
    if draw.random() < 0.5:
        renamed[draw.choice(names)] = draw.choice(["other", "Event_ID", "", "note"])
    return [{renamed[name]: row[name] for name in names} for row in rows]


def spoil(seed: int, form: str) -> tuple[bytes, str]:
    """Return a damaged file of a format and what was done to it, all decided by the seed."""
    draw = random.Random(f"{seed} {form}")
    rows = make_rows()
    done = []
    if draw.random() < 0.35:
        change = draw.choice([change_values, shuffle_columns])
        rows = change(draw, rows)
        done.append(change.__name__)
    data = write_rows(rows, form)
    kinds = ANY_DAMAGE if form == "parquet" else ANY_DAMAGE + TEXT_DAMAGE
    for damage in draw.sample(kinds, draw.choice([0, 1, 1, 2]) if done else draw.choice([1, 1, 2])):
        data = damage(draw, data) if data else data
        done.append(damage.__name__)
    if form.endswith((".gz", ".zst")):
        data = compress(data, form, in_parts=draw.random() < 0.2)
        if draw.random() < 0.25:
            done.append("cut compressed")
            data = data[: draw.randrange(len(data))]
    return data, ", ".join(done)
