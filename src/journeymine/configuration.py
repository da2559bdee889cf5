"""Say where in a TOML file a setting is wrong, and what would be right."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from journeymine.errors import SettingsError, find_nearest

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]

_HEADER = re.compile(r"\[{1,2}[^\[\]]+\]{1,2}\s*(#.*)?$")


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        SettingsError: It cannot be read, is not UTF-8, or is not TOML.
    """
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"not valid TOML: {error}", where=str(file)) from error
    except UnicodeDecodeError as error:
        raise SettingsError("not UTF-8 text", where=str(file), next_action="Save it as UTF-8.") from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", where=str(file)) from error


def check_document(model: type[Model], document: dict[str, Any], file: Path) -> Model:
    """Check a TOML document against a model.

    Raises:
        SettingsError: The first key or value that is not allowed, with its line and the nearest allowed key.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        # A misspelt key is also a missing one: what was written tells the reader more than what was not.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        location: Location = tuple(part for part in first["loc"] if part != "[key]")
        where = find_line(file, location)
        if first["type"] == "extra_forbidden":
            raise unknown_key(model, location, where) from error
        key = _write_key(location)
        message = first["msg"].removeprefix("Value error, ")
        what = f"'{key}' is missing" if first["type"] == "missing" else f"'{key}': {message}"
        allowed: tuple[str, ...] = ()
        if first["type"] == "literal_error":
            what = f"'{key}' cannot be {first['input']!r}"
            allowed = tuple(part.strip(" '") for part in re.split(r", | or ", first["ctx"]["expected"]))
        raise SettingsError(what, where=where, allowed=allowed) from error


def unknown_key(model: type[BaseModel], location: Location, where: str) -> SettingsError:
    """Make the error for a key that no table has, naming the nearest one."""
    candidates = _find_keys(model, location[:-1])
    nearest = find_nearest(str(location[-1]), candidates)
    return SettingsError(
        f"unknown key '{_write_key(location)}'",
        where=where,
        allowed=sorted(candidates),
        next_action=f"Did you mean '{nearest}'?" if nearest else None,
    )


def find_line(file: Path, location: Location) -> str:
    """Return `file:line` of a key: the line of its table's header, then of the key below it."""
    lines = file.read_text(encoding="utf-8-sig").splitlines() if file.is_file() else []
    names = [part for part in location if isinstance(part, str)]
    found = 0
    position = next((part for part in location if isinstance(part, int)), 0)
    for depth in range(len(names), 0, -1):
        header = re.compile(r"\s*\[{1,2}\s*" + r"\s*\.\s*".join(map(re.escape, names[:depth])) + r"\s*\]{1,2}")
        hits = [number for number, line in enumerate(lines, 1) if header.match(line)]
        if hits:
            found = hits[min(position, len(hits) - 1)]
            names = names[depth:]
            ends = (number for number, line in enumerate(lines, 1) if number > found and _HEADER.match(line))
            lines = lines[: next(ends, len(lines) + 1) - 1]  # a key of another table is not meant
            break
    for name in names:
        key = re.compile(r'\s*"?' + re.escape(name) + r'"?\s*[=.]|.*[{,]\s*"?' + re.escape(name) + r'"?\s*=')
        hit = next((number for number, line in enumerate(lines[found:], found + 1) if key.match(line)), None)
        found = hit or found
    return f"{file}:{found}" if found else str(file)


def _write_key(location: Location) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location)


def _find_keys(model: type[BaseModel], location: Location) -> list[str]:
    """Return the keys allowed in the table at `location`."""
    current: type[BaseModel] | None = model
    for part in location:
        field = current.model_fields.get(part) if current is not None and isinstance(part, str) else None
        if field is None:
            continue  # an index into a list, or the free name of a source: same table type
        current = _find_model(field.annotation)
    return [] if current is None else [name for name, field in current.model_fields.items() if not field.exclude]


def _find_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _find_model(part)) is not None), None)
