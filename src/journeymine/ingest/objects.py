"""Objects of an S3 store, read through s3fs: addresses and keys come from the environment that AWS's own tools read."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from journeymine.contracts.landed import RefusedFile
from journeymine.errors import SourceError
from journeymine.ingest.mapping import Mapping
from journeymine.ingest.repair import open_named_copy
from journeymine.ingest.scan import CHUNK_BYTES
from journeymine.ingest.sources import SourceFile, claim_file
from journeymine.settings import SourceSettings

SCHEME = "s3://"
_STAR = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class StoredObject:
    """One object of a store; `folder` is where its copy takes its space."""

    store: Any
    key: str
    folder: Path | None

    @contextmanager
    def open_copy(self) -> Iterator[Path]:
        """Copy the object into a file without a name of its own; its path ends as the object's key does."""
        suffixes = "".join(PurePosixPath(self.key).suffixes[-2:])
        with open_named_copy(f"object{suffixes}", self.folder) as (copy, path):
            try:
                with self.store.open(self.key, "rb", block_size=CHUNK_BYTES, cache_type="readahead") as stored:
                    shutil.copyfileobj(stored, copy, CHUNK_BYTES)
            except _failures() as error:
                raise SourceError(f"cannot be read: {_tell(error)}", where=SCHEME + self.key) from None
            copy.flush()
            yield path


def find_objects(
    name: str, source: SourceSettings, mapping: Mapping, folder: Path | None
) -> tuple[tuple[SourceFile, ...], tuple[RefusedFile, ...]]:
    """Find a source's objects in key order; those of a folder kind that no table claims come back as refused.

    Args:
        name: The source's name.
        source: Its settings; the path begins with s3://, and `*` and `**` are allowed after the bucket.
        mapping: Its mapping.
        folder: Where copies take their space while they are read.

    Raises:
        SourceError: What reads S3 is not installed, the store cannot be reached, or nothing matches.
    """
    assert source.path is not None
    where = f"[sources.{name}].path"
    store = _open_store()
    pattern = source.path.removeprefix(SCHEME).rstrip("/")
    if not pattern or _STAR.search(pattern.split("/")[0]):
        raise SourceError("names no bucket", where=where, allowed=("s3://BUCKET/FOLDER/*.csv.gz",))
    try:
        matches = _find_matches(store, pattern)
        listed = [(key, entry, root) for root in sorted(matches) for key, entry in _list_keys(store, root)]
    except _failures() as error:
        raise SourceError(f"the store cannot be read: {_tell(error)}", where=where) from None
    found: list[SourceFile] = []
    refused: list[RefusedFile] = []
    for key, entry, root in listed:
        folders = PurePosixPath(key).relative_to(root).parts[:-1]
        claimed = claim_file(Path(key), folders, name, SCHEME + key, mapping)
        if isinstance(claimed, SourceFile):
            version = f"{entry.get('ETag', '')}:{entry['size']}"
            found.append(replace(claimed, remote=StoredObject(store, key, folder), version=version))
        elif claimed is not None:
            refused.append(claimed)
    if not found and not refused:
        raise SourceError(f"nothing matches {source.path!r}", where=where)
    return tuple(found), tuple(refused)


def _find_matches(store: Any, pattern: str) -> list[str]:
    return list(store.glob(pattern)) if _STAR.search(pattern) else [pattern]


def _list_keys(store: Any, root: str) -> list[tuple[str, dict[str, Any]]]:
    """List the objects below a key, or the one of this very key, without markers of folders."""
    entries = store.find(root, withdirs=False, detail=True)
    return [(key, entry) for key, entry in sorted(entries.items()) if entry["type"] == "file" and key[-1] != "/"]


def _open_store() -> Any:
    try:
        import s3fs
    except ImportError:
        raise SourceError(
            "what reads S3 is not installed", next_action="Install it: pip install 'journeymine[s3]'"
        ) from None
    return s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)


def _failures() -> tuple[type[Exception], ...]:
    """Return what the store's libraries raise: s3fs turns most of it into OSError."""
    from botocore.exceptions import BotoCoreError, ClientError

    return OSError, BotoCoreError, ClientError


def _tell(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
