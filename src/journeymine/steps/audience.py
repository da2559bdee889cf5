"""An audience for a campaign: the customers of a segment or persona as a file, with the columns the settings allow."""

from __future__ import annotations

from pathlib import Path

from journeymine.errors import SettingsError
from journeymine.settings import Settings
from journeymine.steps.export import check_ending, open_new, open_night
from journeymine.warehouse import exports
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import read_query

ENDINGS = (".csv", ".parquet")


def export_audience(settings: Settings, asked: str, file: Path) -> str:
    """Write the customers of a segment, or of a persona, as CSV or Parquet. Returns one sentence.

    Args:
        settings: The project; `[personas].audience_columns` are the only columns that leave.
        asked: A segment_id or persona_id of tonight.
        file: What to write; its name says the format.

    Raises:
        SettingsError: There is no such segment, it has fewer customers than may be told, or a column is not there.
        WarehouseError: Nothing has been published.
    """
    check_ending(file, ENDINGS)
    columns = settings.personas.audience_columns
    with open_night(settings) as connection:
        segment_id = _find_segment(connection, asked)
        count = exports.write_audience(connection, segment_id, columns)
        if count < settings.privacy.minimum_cell:
            raise SettingsError(
                f"{segment_id} has fewer customers than may be told",
                where=asked,
                next_action=f"[privacy].minimum_cell is {settings.privacy.minimum_cell}.",
            )
        with open_new(file) as part:
            exports.copy_table(connection, exports.AUDIENCE_TABLE, part, file.suffix.removeprefix("."))
    return f"{file}: {count:,} customers of {segment_id}, columns {', '.join(columns)}"


def _find_segment(connection: Connection, asked: str) -> str:
    if not {"analysis.segments", "analysis.personas"} <= set(exports.find_published(connection)):
        raise SettingsError("the published night has no segments", next_action="Run a night: `journeymine run`.")
    rows = read_query(
        connection,
        "select segment_id, persona_id from analysis.segments left join analysis.personas using (segment_id)",
    )
    for segment_id, persona_id in rows.iter_rows():
        if asked in (segment_id, persona_id):
            return str(segment_id)
    names = sorted({name for row in rows.iter_rows() for name in row if name})
    raise SettingsError(f"there is no segment or persona '{asked}' tonight", where="SEGMENT", allowed=names)
