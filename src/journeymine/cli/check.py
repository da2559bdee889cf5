"""`journeymine check`: is the project ready for a night? Reads settings and files, writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from journeymine.cli.run import EXIT_WARNINGS
from journeymine.cli.terminal import AS_JSON, PROJECT, read_project, write_count, write_json, write_warnings

if TYPE_CHECKING:
    from journeymine.ingest.inspect import FileReport, SourceReport
    from journeymine.steps.check import ProjectReport

SHOWN_NAMES = 12
LONGEST_NAME = 80
MANY_REJECTED_SHARE = 0.05
"""Above this share of rejected rows a file is probably mapped wrongly, and `check` warns."""


def check(
    project: Path = PROJECT,
    suggest: bool = typer.Option(False, "--suggest", help="Print rules for events that match none, and nothing else."),
    out: Path | None = typer.Option(None, "--out", "-o", help="With --suggest: write the rules to this new file."),
    as_json: bool = AS_JSON,
) -> None:
    """Tell what is in the files, and what is wrong.

    Settings, key and every source's files are looked at; nothing is written.
    """
    settings = read_project(project)
    from journeymine.errors import SettingsError, SourceError
    from journeymine.privacy.keyfile import read_key
    from journeymine.steps.check import inspect_project

    if out is not None and not suggest:
        raise SettingsError("--out is for the rules of --suggest")
    report = inspect_project(settings, read_key(settings.key_file), datetime.now(UTC))
    warnings = _find_warnings(report)
    if suggest:
        _write_suggestions(report.suggestions, out)
        write_warnings(warnings)
    elif as_json:
        write_json({**asdict(report), "warnings": warnings})
    else:
        _write_report(report)
        write_warnings(warnings)
    if not any(source.files for source in report.sources):
        raise SourceError("no source has a file that can be read", where=str(settings.folder / "journeymine.toml"))
    if warnings:
        raise typer.Exit(EXIT_WARNINGS)


def _write_suggestions(rules: str, out: Path | None) -> None:
    from journeymine.errors import SettingsError

    if out is None:
        typer.echo(rules, nl=False)
        return
    if out.exists():  # it may hold rules that somebody has edited
        raise SettingsError("there is such a file already", where=str(out), next_action="Name a new one.")
    if not rules:
        typer.echo("every event matches a rule: nothing is suggested, and no file written", err=True)
        return
    out.write_text(rules, encoding="utf-8")
    typer.echo(f"wrote  {out}: edit names and stages, then paste them into touchpoints.toml", err=True)


def write_sources(reports: Sequence[SourceReport], unmatched: Mapping[str, dict[str, int]] | None = None) -> None:
    """Print what sources hold and, by source, how often events occur that no rule speaks of."""
    for source in reports:
        left = source.file_count - len(source.files) - len(source.refused)
        looked = f"; {left} more {'was' if left == 1 else 'were'} not looked at" if left > 0 and source.files else ""
        typer.echo(f"{source.source}  ({source.kind}, {write_count(source.file_count, 'file')}{looked})")
        for file in source.files:
            _write_file(file)
        if unmatched is not None and source.event_names:
            names = unmatched.get(source.source, {})
            total = sum(source.event_names.values())
            typer.echo(f"  mapped        {(total - sum(names.values())) / total:.1%} of {total:,} events match a rule")
            if names:
                typer.echo(f"  match no rule {_write_counts(names)}")
        typer.echo("")


def _write_report(report: ProjectReport) -> None:
    write_sources(report.sources, report.unmatched)
    if report.unmatched:
        typer.echo("`journeymine check --suggest` prints rules for what matches none; --out FILE writes them.")


def _write_file(file: FileReport) -> None:
    rows = f"{file.loaded_count:,} of {write_count(file.row_count, 'row')}"
    typer.echo(f"  {file.file_name}: {rows}{' (its first lines)' if file.is_sample else ''}")
    if file.first_at is not None and file.last_at is not None:
        typer.echo(f"    span          {file.first_at:%Y-%m-%d %H:%M} to {file.last_at:%Y-%m-%d %H:%M} UTC")
    if file.rejected_count:
        typer.echo(f"    rejected      {file.rejected_count:,}: {_write_counts(file.reasons)}")
        for line_number, line_text in file.rejected_examples:
            typer.echo(f"      line {line_number}: {line_text}")
    if file.skipped_counts:
        typer.echo(f"    left out      {_write_counts(file.skipped_counts)}")
    if file.event_names:
        typer.echo(f"    events        {_write_counts(file.event_names)}")
    if file.key_counts and file.keyed_count:  # a row may become several: an event of it, and a record
        typer.echo(f"    identified by {_write_shares(file.key_counts, file.keyed_count)}")
    if file.unusable_key_counts:
        typer.echo(f"    unusable keys {_write_counts(file.unusable_key_counts)}")
    if file.unmapped_columns:
        kept = [name for name in file.unmapped_columns if name not in file.personal_columns]
        if kept:
            typer.echo(f"    not mapped    {', '.join(kept)} (kept in props)")
        if file.personal_columns:
            typer.echo(f"    left out      {', '.join(file.personal_columns)} (personal by the name, and not mapped)")
    if file.missing_columns:
        typer.echo(f"    not there     {', '.join(file.missing_columns)} (null)")


def _find_warnings(report: ProjectReport) -> list[str]:
    from journeymine.errors import find_nearest

    warnings = list(report.doubts)
    for source in report.sources:
        for refused in source.refused:
            told = f"{refused.file_name} ({source.source}): {refused.reason}"
            warnings.append(f"{told}. {refused.next_action}" if refused.next_action else told)
        for file in source.files:
            if file.rejected_count > MANY_REJECTED_SHARE * max(file.row_count, 1):
                warnings.append(
                    f"{file.file_name}: {file.rejected_count} of {file.row_count} rows would be rejected; "
                    f"are [sources.{source.source}].fields right? Its columns are {', '.join(file.columns)}"
                )
            for column in file.missing_columns:
                nearest = find_nearest(column, file.columns)
                hint = f"; did you mean {nearest!r}?" if nearest else ""
                warnings.append(f"{file.file_name} lacks the column {column!r} that its fields name{hint}")
            warnings += [f"{file.file_name}: {told}" for told in file.advice]
            if file.keyed_count and file.key_counts and not any(file.key_counts.values()):
                warnings.append(
                    f"{file.file_name}: no row says who did it; map a column to user_id, email or device_id"
                )
    return warnings


def _write_counts(counts: dict[str, int]) -> str:
    shown = [f"{_shorten(name)} {count:,}" for name, count in list(counts.items())[:SHOWN_NAMES]]
    left = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {left} more" if left else "")


def _shorten(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _write_shares(counts: dict[str, int], total: int) -> str:
    return ", ".join(f"{kind} {count / max(total, 1):.0%}" for kind, count in counts.items() if count) or "nothing"
