"""Look at a file that nobody has described: which kind of source it is, and which of its columns mean what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from journeymine.errors import SourceError
from journeymine.ingest.columns import FileColumns
from journeymine.ingest.fields import JOINED
from journeymine.ingest.first_rows import Sample, open_objects, read_sample
from journeymine.ingest.layout import NoHeaderError
from journeymine.ingest.mapping import CONTRACT_FIELDS, KEY_FIELDS, list_kinds, quote_text, read_mapping
from journeymine.ingest.names import USUAL_NAMES, find_named, plain_name
from journeymine.ingest.personal import is_personal
from journeymine.ingest.sampling import open_sample
from journeymine.ingest.scales import guess_scale
from journeymine.ingest.scan import find_encoding, find_format
from journeymine.ingest.timeless import explain_no_time
from journeymine.ingest.times import AmbiguousOrderError, find_time_formats
from journeymine.warehouse.connection import Connection

MOST_NAMES_SHARE = 0.5
"""A column of event names repeats itself: at most this share of its values differ, once there are enough rows."""
ENOUGH_ROWS = 20
KNOWN_COUNT = 5
"""A file is a vendor's if it has all columns that the vendor's mapping requires, at least so many that it reads, ..."""
KNOWN_SHARE = 0.5
"""... and these are at least this share of the file's columns, or of the mapping's."""
PEOPLE_FILES = frozenset(
    (
        *("people", "persons", "customers", "clients", "contacts", "users", "members", "klienci", "osoby", "kontakty"),
        *("użytkownicy", "клиенты", "контакты", "пользователи", "клієнти", "kunden"),
    )
)
"""Words in the names of files that list people."""

_ADDRESS = re.compile(r"\s*[^\s@,;]+@[^\s@,;]+\.[^\s@,;.]+\s*")
_DIALLED = re.compile(r"\s*\+\d[\d ().-]{6,18}\d\s*")
_FULL_NAME = re.compile(r"[^\d_@]*[^\W\d_] +[^\W\d_][^\d_@]*")
_TITLED = re.compile(r"(?:(?! )(?=[^a-ząćęłńóśźżа-яёіїє])[^\W\d_]+ ?){2,4}")
_HOURS = {r"\d{1,2}:\d{2}:\d{2}": "%H:%M:%S", r"\d{1,2}:\d{2}": "%H:%M"}
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_AMOUNT = re.compile(r"[+-]?\d+([ \u00a0\u202f.,]\d{3})*([.,]\d+)?")


@dataclass(frozen=True)
class Sniffed:
    """What a file seems to be: settings for [sources.NAME], without its path, and what a person should know."""

    kind: str
    fields: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"
    columns: tuple[str, ...] = ()
    time_format: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def sniff_file(connection: Connection, path: Path, time_format: tuple[str, ...] = ()) -> Sniffed:
    """Look at a file's first rows and say what they seem to be.

    Args:
        connection: Any open connection; its table `raw` is overwritten.
        path: A CSV, TSV, JSON lines or Parquet file, maybe compressed.
        time_format: Patterns of its times, if a person has named them.

    Raises:
        SourceError: It cannot be read, or one thing must be told that cannot be found out: which column is the time,
            or whether day or month comes first.
    """
    encoding = "utf-8" if find_format(path) == "parquet" else _find_encoding(path)
    columns: tuple[str, ...] = ()
    try:
        sample = read_sample(connection, path, encoding, columns)
    except NoHeaderError as error:
        columns = tuple(f"column_{number}" for number in range(1, error.column_count + 1))
        sample = read_sample(connection, path, encoding, columns)
    vendor = _find_vendor(connection, sample.names)
    if vendor is not None:
        return Sniffed(vendor, encoding=encoding, columns=columns)
    if not any(sample.values.values()):
        raise SourceError("has a header and no row", where=path.name, next_action="Name a file that has some.")
    return _propose(open_objects(sample), path, encoding, columns, time_format)


def _find_encoding(path: Path) -> str:
    with open_sample(path) as (sample, is_cut):
        encoding = find_encoding(sample)
    return find_encoding(path) if is_cut and encoding != "utf-8" else encoding


def _find_vendor(connection: Connection, names: tuple[str, ...]) -> str | None:
    """Return the kind of source of a vendor, who always sends certain columns, whose columns these are."""
    best: tuple[int, str] | None = None
    present = {name.lower() for name in names}
    for kind in list_kinds():
        mapping = read_mapping(kind)
        table = mapping.tables[0]
        if mapping.is_folder or not table.required or not present.issuperset(map(str.lower, table.required)):
            continue
        columns = FileColumns(connection, table, names)
        known = len(columns.mapped)
        whole = min(len(names), known + len(columns.missing))
        if known >= max(KNOWN_COUNT, KNOWN_SHARE * whole):
            best = max(best or (0, kind), (known, kind))
    return best[1] if best else None


def _propose(
    sample: Sample, path: Path, encoding: str, columns: tuple[str, ...], time_format: tuple[str, ...]
) -> Sniffed:
    taken: dict[str, str] = {}
    notes: list[str] = []
    moment, formats = _find_time(sample, path, time_format)
    _take(taken, "occurred_at", moment)
    for role in ("user_id", "email", "phone", "loyalty_id", "device_id"):
        _take(taken, role, next(iter(_free(sample, taken, role)), None))
    for role, shape in (("email", _ADDRESS), ("phone", _DIALLED)):
        if role not in taken:
            _take(taken, role, next((name for name in sample.names if _holds(sample, taken, name, shape)), None))
    if "user_id" in taken and plain_name(taken["user_id"]) in ("client_id", "client", "case_id", "case:concept:name"):
        notes.append(f"{taken['user_id']} was taken for a person; is it a cookie, rename user_id to device_id")
    if "user_id" in taken and any(map(_FULL_NAME.fullmatch, sample.filled(taken["user_id"]))):
        notes.append(f"{taken['user_id']} seems to hold names: two people of one name will be one customer")
    if "user_id" not in taken and columns:
        _take(taken, "user_id", _guess_person(sample, taken))
    rating, text = (next(iter(_free(sample, taken, role)), None) for role in ("rating", "text"))
    event = _find_event(sample, taken) if moment is not None or not columns else None
    is_rated = rating is not None and all(_NUMBER.fullmatch(value) for value in sample.filled(rating))
    if moment is not None and event is None and (is_rated or text is not None):
        return _propose_feedback(sample, taken, rating if is_rated else None, text, encoding, columns, formats)
    if event is None and moment is not None and _lists_people(sample, path, taken):
        notes.append("taken for a list of people, a row each: what is known of them, and no event")
        del taken["occurred_at"]
        moment = None
    if moment is None:
        if event is None and any(role in taken for role in KEY_FIELDS):
            return Sniffed("people", _fields(taken), encoding, columns, (), tuple(notes))
        raise explain_no_time(sample, path)
    constant = re.sub(r"\W+", "_", path.name.split(".")[0]).strip("_") or "event"
    taken["event_name"] = event or quote_text(constant)
    if event is None:
        notes.append(f"no column says what happened: every row is an event {constant!r}")
    for role in USUAL_NAMES:
        if role not in taken and role in CONTRACT_FIELDS["events"]:
            _take(taken, role, next((name for name in _free(sample, taken, role) if _fits(sample, role, name)), None))
    if {"response_id", "recorded_date"} <= set(map(plain_name, sample.names)):
        notes.append(
            'a survey\'s export? kind = "survey" with answers = { Q1 = "nps", ... } reads its ratings and texts'
        )
    if not taken.keys() & KEY_FIELDS.keys():
        notes.append("no column says who it was; name one, such as user_id, in fields")
    return Sniffed("events", _fields(taken), encoding, columns, formats, tuple(notes))


def _propose_feedback(
    sample: Sample,
    taken: dict[str, str],
    rating: str | None,
    text: str | None,
    encoding: str,
    columns: tuple[str, ...],
    formats: tuple[str, ...],
) -> Sniffed:
    notes: list[str] = []
    _take(taken, "rating", rating)
    _take(taken, "text", text)
    if rating is not None:
        numbers = [float(value.replace(",", ".")) for value in sample.filled(rating)]
        scale = guess_scale(rating, min(numbers, default=0), max(numbers, default=0))
        if scale is None:
            notes.append(
                f"neither name nor values tell the scale of {rating}; name it, such as rating_scale = \"'csat5'\""
            )
        else:
            taken["rating_scale"] = quote_text(scale)
            notes.append(f"{rating} was taken for the scale {scale!r}")
    return Sniffed("feedback", _fields(taken), encoding, columns, formats, tuple(notes))


def _find_time(sample: Sample, path: Path, time_format: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """Return the column of times, named like one if possible, and the patterns it needs."""
    for name in dict.fromkeys((*find_named("occurred_at", sample.names), *sample.names)):
        if is_personal(name):  # a birth date is no time of an event
            continue
        is_named = name in find_named("occurred_at", sample.names)
        try:
            formats = find_time_formats(sample.filled(name))
        except AmbiguousOrderError as error:
            if time_format:
                return name, time_format
            shown = " or ".join(f"--time-format {pattern[0]!r}" for pattern in error.patterns)
            raise SourceError(
                f"{name} holds {error.example!r}: does the day or the month come first?",
                where=path.name,
                next_action=f"Say so with {shown} (in journeymine.toml: time_format).",
            ) from error
        is_number = all(_NUMBER.fullmatch(value) for value in sample.filled(name))
        if formats is not None and (is_named or not is_number):
            hour = _find_hour(sample, name)
            return (name, time_format or formats) if hour is None else _join_hour(name, *hour, formats)
    return None, ()


def _find_hour(sample: Sample, day: str) -> tuple[str, str] | None:
    """Return the column that holds the times of day of a column of dates, and the pattern they have."""
    if any(":" in value for value in sample.filled(day)):
        return None
    for name in sample.names:
        for shape, pattern in _HOURS.items():
            values = sample.filled(name) if name != day else []
            if values and all(re.fullmatch(shape, value.strip()) for value in values):
                return name, pattern
    return None


def _join_hour(day: str, hour: str, pattern: str, formats: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return f"{day}{JOINED}{hour}", tuple(f"{form} {pattern}" for form in formats)


def _find_event(sample: Sample, taken: dict[str, str]) -> str | None:
    for name in _free(sample, taken, "event_name"):
        if _repeats(sample.filled(name)):
            return name
    if sample.names[0] != "column_1":
        return None
    free = [name for name in sample.names if name not in taken.values()]
    told = [name for name in free if _repeats(sample.filled(name)) and not _NUMBER.fullmatch(sample.filled(name)[0])]
    return min(told, key=lambda name: all(map(_TITLED.fullmatch, sample.filled(name))), default=None)


def _lists_people(sample: Sample, path: Path, taken: dict[str, str]) -> bool:
    """Tell whether a file called like one of people names each of them once."""
    keys = [sample.filled(taken[role]) for role in KEY_FIELDS if role in taken]
    is_called = PEOPLE_FILES & set(re.split(r"[\W_\d]+", path.name.split(".")[0].lower()))
    return bool(is_called) and any(len(values) == len(set(values)) > 0 for values in keys)


def _holds(sample: Sample, taken: dict[str, str], name: str, shape: re.Pattern[str]) -> bool:
    """Tell whether a column whose name says nothing holds values of a shape alone."""
    values = sample.filled(name)
    return name not in taken.values() and bool(values) and all(map(shape.fullmatch, values))


def _guess_person(sample: Sample, taken: dict[str, str]) -> str | None:
    """Return, of columns without names, the one with the most different values that still repeat; else with the most.

    Amounts and texts of several words are nobody's number, unless there is nothing else.
    """

    def judge(name: str) -> tuple[bool, bool, int]:
        values = sample.filled(name)
        is_number = not any(re.search(r"[ .,]", value) for value in values)
        return is_number, 1 < len(set(values)) < len(values), len(set(values))

    free = [name for name in sample.names if name not in taken.values() and sample.filled(name)]
    return max(free, key=judge, default=None)


def _repeats(values: list[str]) -> bool:
    if not values:
        return False
    return len(values) < ENOUGH_ROWS or len(set(values)) <= MOST_NAMES_SHARE * len(values)


def _free(sample: Sample, taken: dict[str, str], role: str) -> list[str]:
    return [name for name in find_named(role, sample.names) if name not in taken.values() and sample.filled(name)]


def _fits(sample: Sample, role: str, name: str) -> bool:
    values = sample.filled(name)
    if role in ("amount", "sequence_number"):
        shape = _AMOUNT if role == "amount" else _NUMBER
        return all(shape.fullmatch(value) for value in values)
    if role == "event_id":
        return len(set(values)) == len(sample.values[name])
    if role == "received_at":
        return find_time_formats(values) == ()
    if role == "currency_code":
        return all(re.fullmatch(r"[A-Za-z]{3}", value.strip()) for value in values)
    return True


def _take(taken: dict[str, str], role: str, name: str | None) -> None:
    if name is not None:
        taken[role] = name


def _fields(taken: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return `fields` in the order in which people read them."""
    order = ["event_name", "occurred_at", *KEY_FIELDS, *taken]
    return tuple((role, taken[role]) for role in dict.fromkeys(order) if role in taken)
