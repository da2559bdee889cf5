"""SQL expressions that read times, numbers and flags from texts; what cannot be read is null, never guessed."""

from __future__ import annotations

_BLANK = r"[ \x{00A0}\x{202F}]"
"""What stands between thousands where a comma is the point; spreadsheets write ones that do not break."""
_MICROSECONDS = {"9,11": 1_000_000, "12,14": 1_000, "15,17": 1}


def time_sql(expression: str, timezone: str, formats: tuple[str, ...] = ()) -> str:
    """Return SQL that reads a time (UTC, microseconds) from a text.

    Read are ISO 8601 (with or without an offset; date alone is its midnight) and epochs in seconds (9-11 digits),
    milliseconds (12-14), microseconds (15-17) or nanoseconds (18-19), told apart by their number of digits. A time
    without an offset is in `timezone`, which must be the session's TimeZone. Mixed formats in one column are fine.
    `formats` are further patterns such as "%d.%m.%Y %H:%M", the first that fits holds; without one, no order of day and
    month is guessed.
    """
    # TIMESTAMPTZ, not TIMESTAMP: the latter drops an offset silently. 19 characters that end in :MM:SS have none, and
    # are read faster; a pattern finds them in two thirds of the time that cutting characters out takes.
    general = f"timezone('UTC', try_cast(trim({expression}) as timestamptz))"
    # ISO 8601 allows a comma before the fraction of a second, as logs write it.
    comma = f"timezone('UTC', try_cast(replace(trim({expression}), ',', '.') as timestamptz))"
    general = f"coalesce({general}, case when contains({expression}, ',') then {comma} end)"
    epochs = " ".join(
        f"when regexp_full_match({expression}, '-?\\d{{{digits}}}(\\.\\d+)?') "
        f"then make_timestamp(try_cast(try_cast({expression} as decimal(38, 6)) * {factor} as bigint))"
        for digits, factor in _MICROSECONDS.items()
    )
    nanoseconds = (
        f"when regexp_full_match({expression}, '\\d{{18,19}}') "
        f"then make_timestamp(try_cast({expression} as hugeint)::bigint // 1000)"
    )
    is_plain = f"strlen({expression}) = 19 and {expression} like '%:__:__'"
    plain = f"when {is_plain} then try_cast({expression} as timestamp)" if timezone == "UTC" else ""
    is_iso = f"regexp_matches({expression}, '^\\s*\\d{{4}}[-/]\\d')"
    read = f"case {plain} when {is_iso} then {general} {epochs} {nanoseconds} end"
    if not formats:
        return read
    return f"coalesce({', '.join(_pattern_sql(expression, timezone, pattern) for pattern in formats)}, {read})"


def _pattern_sql(expression: str, timezone: str, pattern: str) -> str:
    parsed = f"try_strptime(trim({expression}), '{pattern.replace(chr(39), chr(39) * 2)}')"
    # With an offset in it the pattern gives a moment, else the reading of a clock that hangs in `timezone`.
    moment = parsed if "%z" in pattern else f"timezone('{timezone}', {parsed})"
    return f"timezone('UTC', {moment})"


def number_sql(expression: str, kind: str) -> str:
    """Return SQL that reads a number as `kind` ("decimal(18, 2)", "double", "bigint").

    A decimal comma is read ("12,50"), and marks between thousands where they can be nothing else ("12 345,67",
    "1,234.50", "1.234.567"); "1,234" could be either and is null, as are inf, nan and what does not fit. Of a bigint, a
    part after the point is null, too.
    """
    point = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?"
    comma = r"[+-]?\d+,(\d{1,2}|\d{4,})"
    blanks = rf"({_BLANK}\d{{3}})+([.,]\d{{1,2}})?"
    commas = r"((,\d{3})+\.\d{1,2}|(,\d{3}){2,})"
    dots = r"((\.\d{3})+,\d{1,2}|(\.\d{3}){2,})"
    grouped = rf"[+-]?\d{{1,3}}({blanks}|{commas}|{dots})"
    ungrouped = rf"regexp_replace({expression}, '({_BLANK}|[.,])(\d{{3}})', '\2', 'g')"
    # What a decimal can be cast from is just that pattern, but for 1_000; and the cast is cheaper than the pattern.
    is_plain = f"regexp_full_match({expression}, ' *{point} *')"
    whole = f"try_cast(regexp_replace({expression}, '[.,]0*', '') as bigint)"
    if kind.startswith("decimal"):
        is_plain = f"not contains({expression}, '_')"
    if kind == "bigint":  # a cast would round
        return f"case when regexp_full_match({expression}, ' *[+-]?\\d+(\\.0*|,00?)? *') then {whole} end"
    read = (
        f"coalesce(case when {is_plain} then try_cast({expression} as {kind}) end, "
        f"case when regexp_full_match({expression}, ' *{comma} *') "
        f"then try_cast(replace({expression}, ',', '.') as {kind}) end, "
        f"case when regexp_full_match({expression}, ' *{grouped} *') "
        f"then try_cast(replace({ungrouped}, ',', '.') as {kind}) end)"
    )
    return f"case when isfinite({read}) then {read} end" if kind == "double" else read


def flag_sql(expression: str) -> str:
    """Return SQL that reads yes or no; null when it is neither."""
    lowered = f"lower(trim({expression}::varchar))"
    return (
        f"case when {lowered} in ('true', 't', 'yes', 'y', '1') then true "
        f"when {lowered} in ('false', 'f', 'no', 'n', '0') then false end"
    )


def key_sql(*parts: str) -> str:
    """Return SQL for a stable non-negative BIGINT: the upper 63 bits of the MD5 of the parts, joined.

    The function `md5_number_upper` is five times slower than `md5_number` (DuckDB 2.0), hence the shift.
    """
    joined = " || chr(31) || ".join(parts)
    return f"(md5_number({joined}) >> 65)::bigint"
