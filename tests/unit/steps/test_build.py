"""The built file stands alone; what forces a full build; what stops a night."""

import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from journeymine.errors import CheckError, WarehouseError
from journeymine.steps.build import build
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.sqlfiles import sql_folder
from tests.property.nights import build_night, compare, draw_day, land_day, shop_settings


@pytest.fixture(scope="module")
def landed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("landed")
    draw = random.Random(1)
    return [land_day(folder, f"day{day}", draw_day(draw, day)) for day in range(3)]


@pytest.fixture(scope="module")
def first_night(landed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nights")
    build_night(folder, "first", landed[:2])
    return folder / "first"


def read_rows(database: Path, query: str):
    with open_database(database, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_file_alone_answers_every_table_view_and_macro(first_night, tmp_path):
    database = Path(shutil.copy(first_night / "journeymine.duckdb", tmp_path / "elsewhere.duckdb"))
    with open_database(database, read_only=True) as connection:
        tables = connection.execute(
            "select table_schema || '.' || table_name from information_schema.tables"
        ).fetchall()
        assert len(tables) > 40
        for (table,) in tables:
            connection.execute(f"from {table}").fetchall()
        macros = connection.execute(
            "select function_name from duckdb_functions() where function_type = 'table_macro' and not internal"
        ).fetchall()
        assert {name for (name,) in macros} >= {"paths_from", "paths_to", "funnel"}
        assert connection.execute("from paths_from('Page')").fetchall()


def test_nothing_is_left_of_the_scaffold(first_night):
    schemas = read_rows(
        first_night / "journeymine.duckdb", "select distinct table_schema from information_schema.tables"
    )
    assert not {"seed", "previous", "work"} & {schema for (schema,) in schemas}
    assert sorted(path.name for path in first_night.iterdir()) == ["journeymine.duckdb"]


def test_tables_and_columns_carry_comments(first_night):
    database = first_night / "journeymine.duckdb"
    [(table,)] = read_rows(database, "select comment from duckdb_tables() where table_name = 'journeys'")
    assert table.startswith("One row per journey")
    assert read_rows(database, "select table_name from duckdb_tables() where comment is null") == []
    [(column,)] = read_rows(
        database,
        "select comment from duckdb_columns() "
        "where schema_name = 'meta' and table_name = 'runs' and column_name = 'night_id'",
    )
    assert column.startswith("The night")


def test_meta_tells_of_the_night(first_night):
    database = first_night / "journeymine.duckdb"
    [(night, is_full)] = read_rows(database, "select night_id, is_full_build from meta.runs")
    assert (night, is_full) == ("first", True)
    assert read_rows(database, "select value from meta.settings where setting = 'journeys.gap'") == [('"432000s"',)]
    assert (
        read_rows(database, "select count(*) from meta.checks where offending_count = 0 and level = 'stop'")[0][0] > 3
    )
    assert read_rows(database, "select count(*) from meta.metric_history where metric = 'journey_count'") == [(1,)]


def test_history_is_carried_from_night_to_night(landed, first_night, tmp_path):
    build_night(tmp_path, "delta", landed, first_night)
    build_night(tmp_path, "full", landed, tmp_path / "delta", is_full=True)
    query = "select night_id, is_full_build from meta.runs order by started_at"
    expected = [("first", True), ("delta", False), ("full", True)]
    assert read_rows(tmp_path / "full" / "journeymine.duckdb", query) == expected
    history = "select count(distinct night_id) from meta.metric_history"
    assert read_rows(tmp_path / "full" / "journeymine.duckdb", history) == [(3,)]


def test_changed_settings_force_a_full_build(landed, first_night, tmp_path):
    changed = shop_settings().sessions.model_copy(update={"gap": timedelta(minutes=5)})
    settings = shop_settings().model_copy(update={"sessions": changed})
    said = []
    night = build_night(tmp_path, "night", landed, first_night, settings=settings, announce=said.append)
    assert night.is_full_build
    assert "the settings or rules changed" in said[0]


def test_a_vanished_landed_file_forces_a_full_build(landed, first_night, tmp_path):
    night = build_night(tmp_path, "night", landed[1:], first_night)
    assert night.is_full_build
    [(count,)] = read_rows(night.database, "select count(*) from raw.files")
    assert count == 2


def test_as_of_given_is_kept_and_read_as_utc(landed, tmp_path):
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    night = build_night(tmp_path, "night", landed, as_of=moment)
    assert night.as_of == moment
    assert read_rows(night.database, "select as_of from core.observation") == [(datetime(2026, 3, 1, 12),)]


@pytest.mark.parametrize(
    ("last_day", "day", "is_full"), [(None, 1, True), (1, None, True), (1, 2, True), (9, None, False), (9, 12, False)]
)
def test_another_end_of_observation_takes_in_or_leaves_out_what_lies_between(landed, tmp_path, last_day, day, is_full):
    def end(number):
        return number and datetime(2026, 1, 1 + number, 12, tzinfo=UTC)

    build_night(tmp_path, "one", landed, as_of=end(last_day))
    night = build_night(tmp_path, "two", landed, tmp_path / "one", as_of=end(day))
    build_night(tmp_path, "full", landed, as_of=end(day))
    assert night.is_full_build == is_full
    assert compare(tmp_path / "two", tmp_path / "full") == {}
    late = "select count(*) from core.event_rows, core.observation where occurred_at > as_of"
    assert read_rows(night.database, late) == [(0,)]


def test_nights_that_end_at_each_morning_take_in_only_what_is_new(landed, tmp_path):
    ends = [datetime(2026, 1, 10 + number, tzinfo=UTC) for number in range(2)]
    build_night(tmp_path, "one", landed[:2], as_of=ends[0])
    night = build_night(tmp_path, "two", landed, tmp_path / "one", as_of=ends[1])
    build_night(tmp_path, "full", landed, as_of=ends[1])
    assert not night.is_full_build
    assert compare(tmp_path / "two", tmp_path / "full") == {}


def test_no_event_at_all_is_said_plainly(tmp_path):
    with pytest.raises(WarehouseError, match="single event"):
        build_night(tmp_path, "night", [])


def copy_sql(folder: Path) -> Path:
    return Path(shutil.copytree(sql_folder(), folder / "sql"))


def run_build(folder: Path, sql: Path, landed):
    night = folder / "night"
    night.mkdir()
    return build(shop_settings(), landed, night, None, "run", None, False, lambda _: None, folder=sql)


def test_a_broken_model_is_named_with_its_line(landed, tmp_path):
    sql = copy_sql(tmp_path)
    (sql / "marts" / "broken.sql").write_text(
        "-- one row per thing\n-- key: thing\nselect\n    nothing_such as thing,\nfrom core.customers\n",
        encoding="utf-8",
    )
    with pytest.raises(WarehouseError, match="nothing_such") as caught:
        run_build(tmp_path, sql, landed)
    assert str(caught.value.where).endswith("broken.sql:4")


def test_a_check_that_stops_publishes_nothing_and_says_which(landed, tmp_path):
    sql = copy_sql(tmp_path)
    (sql / "checks" / "nobody.sql").write_text(
        "-- Is there a customer?\n-- on rows: stop\nselect * from core.customers\n", encoding="utf-8"
    )
    with pytest.raises(CheckError, match="nobody: "):
        run_build(tmp_path, sql, landed)


def test_a_check_that_warns_is_a_warning_of_the_night(landed, tmp_path):
    sql = copy_sql(tmp_path)
    (sql / "checks" / "nobody.sql").write_text(
        "-- Is there a customer?\n-- on rows: warn\nselect * from core.customers\n", encoding="utf-8"
    )
    night = run_build(tmp_path, sql, landed)
    assert any(warning.startswith("nobody: ") for warning in night.warnings)
    assert read_rows(night.database, "select offending_count > 0 from meta.checks where check_name = 'nobody'") == [
        (True,)
    ]


def test_a_repeated_key_stops_the_night(landed, tmp_path):
    sql = copy_sql(tmp_path)
    (sql / "marts" / "twice.sql").write_text(
        "-- one row per customer\n-- key: customer_id\nselect customer_id from core.customers, range(2)\n",
        encoding="utf-8",
    )
    with pytest.raises(CheckError, match="more than once") as caught:
        run_build(tmp_path, sql, landed)
    assert "marts.twice" in str(caught.value)
