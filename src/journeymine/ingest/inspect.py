"""A look at a source without writing anything: what would be landed, what would be rejected and why."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime

from journeymine.contracts.landed import RefusedFile
from journeymine.errors import SourceError
from journeymine.ingest.compared import choose_mapping
from journeymine.ingest.land import StagedFile, open_landing, stage_file
from journeymine.ingest.lookups import create_lookups
from journeymine.ingest.origins import open_files
from journeymine.ingest.personal import is_personal
from journeymine.ingest.refusals import refuse_file
from journeymine.ingest.rules import ReadingRules, choose_reading
from journeymine.ingest.sampling import SAMPLED_LINES, open_sample
from journeymine.ingest.sources import SourceFile
from journeymine.ingest.times import AmbiguousOrderError, find_time_formats, is_time
from journeymine.privacy.redact import redacted_sql
from journeymine.settings import Settings
from journeymine.warehouse.connection import Connection, DatabaseError

FILES_PER_TABLE = 2
"""The last and the first file by name of each table are looked at, or the next to the last one if it cannot be read."""
TRIED_PER_TABLE = 20
KEPT_EVENT_NAMES = 2_000
JUDGED_TIMES = 2_000
UNREAD_SHARE = 0.01
"""Up to this share of rows times that cannot be read are single mishaps, which no pattern mends."""
HOME_PHONES_SHARE = 0.05
"""Above this share of rows whose number is unusable, it is for want of the country that they are called in."""


@dataclass(frozen=True)
class FileReport:
    """What one file (or its first lines) would become."""

    file_name: str
    table: str
    is_sample: bool
    row_count: int
    loaded_count: int
    rejected_count: int
    reasons: dict[str, int]
    rejected_examples: tuple[tuple[int, str], ...]
    skipped_counts: dict[str, int]
    unusable_key_counts: dict[str, int]
    keyed_count: int
    key_counts: dict[str, int]
    event_names: dict[str, int]
    first_at: datetime | None
    last_at: datetime | None
    columns: tuple[str, ...]
    unmapped_columns: tuple[str, ...]
    personal_columns: tuple[str, ...]
    missing_columns: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True)
class SourceReport:
    """What a source holds: how many files there are, those looked at, and those that would be refused."""

    source: str
    kind: str
    file_count: int
    files: tuple[FileReport, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    event_names: dict[str, int] = field(default_factory=dict)


def inspect_source(
    settings: Settings, source_name: str, key: bytes, *, now: datetime, sampled_lines: int = SAMPLED_LINES
) -> SourceReport:
    """Read a sample of a source's files as landing would, and report what is in them; nothing is written.

    Args:
        settings: The project.
        source_name: A name in [sources].
        key: The hashing key, or any bytes: hashes are made and thrown away.
        now: The time by which "in the future" is judged, with a time zone.
        sampled_lines: Lines that are read of a large file.

    Raises:
        SettingsError: The source's kind or fields are wrong.
    """
    source = settings.sources[source_name]
    mapping = choose_mapping(settings, source_name)
    reading = choose_reading(settings, source_name, now)
    reports: list[FileReport] = []
    refusals: list[RefusedFile] = []
    files: tuple[SourceFile, ...] = ()
    limit = settings.warehouse.memory_limit
    with open_landing(key, reading.timezone, memory_limit=limit) as connection, ExitStack() as opened:
        opening = open_files(connection, settings.folder, source_name, source, mapping, (), now, limit=sampled_lines)
        try:
            files, unclaimed = opened.enter_context(opening)
            refusals += unclaimed
            wanted = {lookup.table for lookup in mapping.lookups.values()}
            asked = [opened.enter_context(file.open()) for file in files if file.table.name in wanted]
            create_lookups(connection, mapping, source, [(file.table.name, file.path) for file in asked])
        except (SourceError, DatabaseError, OSError) as error:
            refusals.append(refuse_file(source_name, source.place, error))
        read: Counter[str] = Counter()
        for file in _order_files(files):
            if read[file.table.name] == FILES_PER_TABLE:
                continue
            try:
                with file.open() as here, open_sample(here.path, source.encoding, sampled_lines) as (path, is_sample):
                    staged = stage_file(connection, path, mapping, file.table, source, reading)
                    reports.append(
                        _describe(
                            connection, file, staged, reading, source.time_formats, is_sample=is_sample or file.is_cut
                        )
                    )
                read[file.table.name] += 1
            except (SourceError, DatabaseError, OSError) as error:
                refusals.append(refuse_file(source_name, file.file_name, error))
    names: Counter[str] = Counter()
    for report in reports:
        names.update(report.event_names)
    common = dict(names.most_common(KEPT_EVENT_NAMES))
    return SourceReport(source_name, source.kind, len(files), tuple(reports), tuple(refusals), common)


def _order_files(files: tuple[SourceFile, ...]) -> list[SourceFile]:
    """Order TRIED_PER_TABLE files of each table by name: the last, the first, and then back from the last."""
    by_table: dict[str, list[SourceFile]] = {}
    for file in files:
        by_table.setdefault(file.table.name, []).append(file)
    ordered = ([*table[:-2:-1], *table[:-1][:1], *table[-2:0:-1]] for table in by_table.values())
    return [file for table in ordered for file in table[:TRIED_PER_TABLE]]


def _describe(
    connection: Connection,
    file: SourceFile,
    staged: StagedFile,
    reading: ReadingRules,
    time_formats: tuple[str, ...],
    *,
    is_sample: bool,
) -> FileReport:
    reasons = Counter(reason for line in staged.rejected for reason in line.reasons)
    keys: Counter[str] = Counter()
    keyed = 0
    names: Counter[str] = Counter()
    times: list[datetime] = []
    for output in staged.outputs:
        if output.key_kinds:
            sums = ", ".join(f"sum(row_count) filter ({kind}_hash is not null)" for kind in output.key_kinds)
            counted = connection.execute(f"select {sums} from {output.table.replace('staged', 'keys')}").fetchall()[0]
            keys.update({kind: int(count or 0) for kind, count in zip(output.key_kinds, counted, strict=True)})
            keyed += connection.execute(f"select count(*) from {output.table}").fetchall()[0][0]
        if output.is_event:
            name = f"trim({redacted_sql('k_event_name')})" if "event_name" in output.kind_columns else "'feedback'"
            found = connection.execute(f"select {name}, count(*) from {output.table} group by all").fetchall()
            names.update({str(event_name): int(count) for event_name, count in found})
            span = connection.execute(f"select min(occurred_at), max(occurred_at) from {output.table}").fetchall()[0]
            times += [moment for moment in span if moment is not None]
    return FileReport(
        file_name=file.file_name,
        table=file.table.name,
        is_sample=is_sample,
        row_count=staged.rows.line_count - staged.rows.header_count,
        loaded_count=staged.loaded_count,
        rejected_count=len(staged.rejected),
        reasons=dict(reasons.most_common()),
        rejected_examples=tuple((line.line_number, line.line_text[:200]) for line in staged.rejected[:3]),
        skipped_counts=staged.skipped_counts,
        unusable_key_counts=staged.unusable_key_counts,
        keyed_count=keyed,
        key_counts=dict(keys),
        event_names=dict(names.most_common(KEPT_EVENT_NAMES)),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
        columns=staged.rows.columns,
        unmapped_columns=staged.unmapped,
        personal_columns=tuple(filter(is_personal, staged.unmapped)),
        missing_columns=staged.absent,
        advice=(*_advise(connection, staged, time_formats), *_advise_region(staged, reading)),
    )


def _advise(connection: Connection, staged: StagedFile, time_formats: tuple[str, ...]) -> tuple[str, ...]:
    """Say which pattern would read the times that could not be read; nothing if those set are all there is to say."""
    texts = [output.output.fields["occurred_at"] for output in staged.outputs if "occurred_at" in output.fields]
    unread = sum(any("cannot be read as a time" in reason for reason in line.reasons) for line in staged.rejected)
    if not texts or unread <= UNREAD_SHARE * staged.rows.row_count:
        return ()
    found = connection.execute(f"select ({texts[0]})::varchar from source limit {JUDGED_TIMES}").fetchall()
    try:
        patterns = find_time_formats(text for (text,) in found if text and not is_time(text)) or ()
    except AmbiguousOrderError as error:
        if any(set(pattern) <= set(time_formats) for pattern in error.patterns):
            return ()
        shown = " or ".join(f"time_format = {json.dumps(pattern)}" for pattern in error.patterns)
        return (f"{error}: set {shown}",)
    is_new = not set(patterns) <= set(time_formats)
    return (f"its times are read by time_format = {json.dumps(patterns)}",) if is_new else ()


def _advise_region(staged: StagedFile, reading: ReadingRules) -> tuple[str, ...]:
    count = staged.unusable_key_counts.get("phone", 0)
    if reading.phone_region is not None or count <= HOME_PHONES_SHARE * staged.loaded_count:
        return ()
    return (f'{count:,} phone numbers tell no country; set [project].phone_region, such as "PL"',)
