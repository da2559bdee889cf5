"""A first configuration for files that nobody has described: sniffed, tried as landing would, and written to edit."""

from __future__ import annotations

import glob
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from journeymine.errors import SourceError
from journeymine.ingest.inspect import SourceReport, inspect_source
from journeymine.ingest.sniff import Sniffed, sniff_file
from journeymine.ingest.sources import find_kind
from journeymine.settings import Goal, ProjectSettings, Settings, SourceSettings
from journeymine.touchpoints.suggestions import find_unmatched, render_rules, title_event
from journeymine.touchpoints.vocabulary import find_goal
from journeymine.warehouse.connection import open_database

_GOAL = re.compile(r"^#\[\[goals\]\]\n(?:#.*\n)+", flags=re.MULTILINE)
_SOURCE = re.compile(r"^\[sources\.events\]\n(?:\w.*\n)+", flags=re.MULTILINE)


@dataclass(frozen=True)
class Proposal:
    """Both files of a project as text, what the sources hold if they are read so, and what a person should look at."""

    settings_text: str
    rules_text: str
    reports: tuple[SourceReport, ...]
    notes: tuple[str, ...]


def propose_project(
    folder: Path,
    name: str,
    files: Sequence[Path],
    *,
    settings_template: str,
    rules_template: str,
    key: bytes,
    now: datetime,
    time_format: tuple[str, ...] = (),
) -> Proposal:
    """Propose journeymine.toml and touchpoints.toml for some files, and try them; nothing is written.

    Args:
        folder: Where the project will be.
        name: What it is called.
        files: Files, or folders of a vendor's tables; each becomes a source, files with the same columns one together.
        settings_template: journeymine.toml with the example source and the switched-off goal that are replaced.
        rules_template: The head of touchpoints.toml.
        key: Any hashing key; hashes are thrown away.
        now: The time by which "in the future" is judged.
        time_format: Patterns of times, for files where day and month cannot be told apart.

    Raises:
        SourceError: A file cannot be read or understood; it says what to add.
    """
    sources, notes = _find_sources(folder, files, time_format)
    settings = Settings(project=ProjectSettings(name=name), sources=sources, folder=folder)
    reports = tuple(inspect_source(settings, source, key, now=now) for source in sources)
    for report in reports:
        _check(report)
    notes += [f"{file.file_name}: {told}" for report in reports for file in report.files for told in file.advice]
    unmatched = {report.source: find_unmatched(settings, report.source, report.event_names) for report in reports}
    goal = find_goal(event for names in unmatched.values() for event in names)
    has_amount = any("amount" in source.fields for source in sources.values())
    goals = (Goal(name=goal, touchpoint=title_event(goal), value="amount" if has_amount else None),) if goal else ()
    if goal is None:
        notes.append(
            "no event looks like a good end: name one in [[goals]], or nothing can be said of what leads to it"
        )
    else:
        notes.append(f"{goal!r} was taken for the good end of a journey; [[goals]] says so, and may say another")
    text = _SOURCE.sub(lambda _: _write_sources(sources), settings_template, count=1)
    if goals:
        text = _GOAL.sub(lambda _: _write_goal(goals[0]), text, count=1)
    rules = rules_template + "\n" + render_rules(settings, unmatched)
    return Proposal(text, rules, reports, tuple(notes))


def _find_sources(
    folder: Path, files: Sequence[Path], time_format: tuple[str, ...]
) -> tuple[dict[str, SourceSettings], list[str]]:
    sources: dict[str, SourceSettings] = {}
    notes: list[str] = []
    like: dict[Sniffed, list[Path]] = {}
    with open_database(None) as connection:
        for path in files:
            if path.is_dir():
                kind = find_kind(path)
                if kind is None:
                    what = "is a folder of no kind that is known"
                    raise SourceError(what, where=str(path), next_action="Name the files in it.")
                sources[_name_source(kind, sources)] = SourceSettings(kind=kind, path=_write_path(folder, path))
            elif not path.is_file():
                raise SourceError("there is no such file", where=str(path))
            else:
                like.setdefault(sniff_file(connection, path, time_format), []).append(path)
    for sniffed, paths in like.items():
        pattern = _find_pattern(folder, paths)
        for path in paths[:1] if pattern else paths:
            stem = path.name.split(".")[0]
            name = _name_source(stem if stem[:1].isalpha() else path.resolve().parent.name, sources)
            notes += [f"[sources.{name}]: {note}" for note in sniffed.notes]
            sources[name] = SourceSettings(
                kind=sniffed.kind,
                path=pattern or _write_path(folder, path),
                fields=dict(sniffed.fields),
                encoding=sniffed.encoding,
                columns=sniffed.columns,
                time_format=sniffed.time_format,
            )
    return sources, notes


def _check(report: SourceReport) -> None:
    """Refuse a proposal under which a source would give nothing."""
    for refused in report.refused:
        raise SourceError(refused.reason, where=refused.file_name, next_action=refused.next_action)
    for file in report.files:
        if file.row_count and not file.loaded_count:
            reasons = ", ".join(f"{reason} ({count})" for reason, count in file.reasons.items())
            raise SourceError(f"every row would be rejected: {reasons}", where=file.file_name)


def _find_pattern(folder: Path, paths: Sequence[Path]) -> str | None:
    """Return a path with a star for files that are alike, if it matches these and no others."""
    parents = {path.resolve().parent for path in paths}
    suffixes = {"".join(path.suffixes[-2:] if path.suffix in (".gz", ".zst") else path.suffixes[-1:]) for path in paths}
    if len(paths) < 2 or len(parents) > 1 or len(suffixes) > 1:
        return None
    parent, suffix = parents.pop(), suffixes.pop()
    if {path.resolve() for path in paths} != {path.resolve() for path in parent.glob(f"*{suffix}")}:
        return None
    return f"{_write_path(folder, parent)}/*{suffix}"


def _write_path(folder: Path, path: Path) -> str:
    whole, root = path.resolve(), folder.resolve()
    return glob.escape(str(whole.relative_to(root) if whole.is_relative_to(root) else whole))


def _name_source(text: str, taken: Mapping[str, SourceSettings]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "events"
    plain = plain if plain[0].isalpha() else f"source_{plain}"
    names = (plain, *(f"{plain}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _write_sources(sources: Mapping[str, SourceSettings]) -> str:
    return "\n".join(_write_source(name, source) for name, source in sources.items())


def _write_source(name: str, source: SourceSettings) -> str:
    lines = [f"[sources.{name}]", f"kind = {_write(source.kind)}", f"path = {_write(source.place)}"]
    if source.fields:
        pairs = [f"{field} = {_write(column)}" for field, column in source.fields.items()]
        lines.append(f"fields = {{ {', '.join(pairs)} }}")
    if source.time_formats:
        lines.append(f"time_format = {_write(list(source.time_formats))}")
    if source.encoding != "utf-8":
        lines.append(f"encoding = {_write(source.encoding)}")
    if source.columns:
        lines.append(f"columns = {_write(list(source.columns))}")
    return "\n".join(lines) + "\n"


def _write_goal(goal: Goal) -> str:
    value = f'value = "{goal.value}"\n' if goal.value else ""
    return f"[[goals]]\nname = {_write(goal.name)}\ntouchpoint = {_write(goal.touchpoint)}\n{value}"


def _write(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
