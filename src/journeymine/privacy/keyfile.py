"""The secret key that identifiers are hashed with: made once, read with care, never silently exchanged."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import stat
from pathlib import Path

from journeymine.errors import KeyFileError

KEY_VARIABLE = "JOURNEYMINE_KEY"
KEY_BYTES = 32
SHORTEST_KEY = 16
"""Bytes; a shorter secret could be guessed."""
FINGERPRINT_FILE = "key.json"


def write_key(path: Path) -> bytes:
    """Make a new random key file that only its owner can read (mode 0600).

    Raises:
        KeyFileError: The file exists already; a key is never overwritten.
    """
    key = secrets.token_bytes(KEY_BYTES)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileError("the key file exists already and is never overwritten", where=str(path)) from None
    except OSError as error:
        raise KeyFileError(f"the key file cannot be written: {error.strerror}", where=str(path)) from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
    return key


def read_key(path: Path) -> bytes:
    """Read the key from the environment variable JOURNEYMINE_KEY, else from `path`.

    Raises:
        KeyFileError: There is no key, it is too short, or others on this machine can read the file.
    """
    from_environment = os.environ.get(KEY_VARIABLE)
    if from_environment is not None:
        return _check_length(from_environment, f"environment variable {KEY_VARIABLE}")
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyFileError(
            "there is no key file",
            where=str(path),
            next_action=f"`journeymine init` makes one, or set the environment variable {KEY_VARIABLE}.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"the key file cannot be read: {error}", where=str(path)) from error
    if stat.S_IMODE(mode) & 0o077:
        raise KeyFileError(
            f"others on this machine can read the key (mode {stat.S_IMODE(mode):04o})",
            where=str(path),
            next_action=f"Run: chmod 600 {path}",
        )
    return _check_length(text, str(path))


def _check_length(text: str, where: str) -> bytes:
    text = text.strip()
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = text.encode()
    if len(key) < SHORTEST_KEY:
        raise KeyFileError(f"the key has {len(key)} bytes; at least {SHORTEST_KEY} are needed", where=where)
    return key


def find_fingerprint(key: bytes) -> str:
    """Return 16 hex characters by which a key is known again, and which tell nothing about it."""
    return hmac.digest(key, b"journeymine key fingerprint", "sha256").hex()[:16]


def check_fingerprint(key: bytes, folder: Path) -> None:
    """Refuse a key other than the one the landed files in `folder` were hashed with; note it down the first time.

    Raises:
        KeyFileError: The key changed, so old and new hashes of one person would differ.
    """
    fingerprint = find_fingerprint(key)
    path = folder / FINGERPRINT_FILE
    if path.is_file():
        known = json.loads(path.read_text(encoding="utf-8")).get("fingerprint")
        if known != fingerprint:
            raise KeyFileError(
                "this is not the key the landed files were hashed with: the same person would get other hashes "
                "and every customer would be split in two",
                where=str(path),
                next_action="Bring back the former key. docs/running.md tells how a key is changed, which needs all "
                "source files, and what it means if the former one is lost.",
            )
        return
    folder.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps({"fingerprint": fingerprint}) + "\n", encoding="utf-8")
    partial.replace(path)


def hash_setup(key: bytes) -> tuple[bytes, bytes]:
    """Return the two 64-byte blocks (inner, outer) that HMAC-SHA256 puts before its messages."""
    block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    return bytes(byte ^ 0x36 for byte in block), bytes(byte ^ 0x5C for byte in block)
