"""Landing: by content, once, whole or not at all, and always the same bytes."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from journeymine.contracts.landed import LANDED_TABLES, LandedFile
from journeymine.errors import KeyFileError, SettingsError

from .conftest import NOW, Project, read, reasons

ROWS = "event_id,occurred_at,event_name,user_id,email\n" + "".join(
    f"{number},2026-01-01 10:00:{number % 60:02d},e{number % 3},u{number % 7},u{number % 7}@x.example\n"
    for number in range(500)
)


def digest(landed: LandedFile) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in landed.folder.glob("*.parquet")}


def test_second_run_lands_nothing_new(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source(kind="events", path="*.csv")
    first, second = project.land(), project.land()
    assert [landed.is_new for landed in first.landed] == [True]
    assert [landed.is_new for landed in second.landed] == [False]
    assert first.landed[0].folder == second.landed[0].folder


def test_renamed_copies_are_not_loaded_again_and_told_in_one_line(project: Project) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        project.write(name, ROWS)
    project.source(kind="events", path="*.csv")
    assert len(project.land().landed) == 1
    [told] = [message for message in project.messages if "copies" in message]
    assert told.endswith("copies are loaded once: 2, such as c.csv of a.csv.")


def test_landed_file_stays_when_its_source_file_is_gone(project: Project) -> None:
    path = project.write("a.csv", ROWS)
    project.write("b.csv", ROWS + "x,2026-01-01,e,u,\n")
    project.source(kind="events", path="*.csv")
    project.land()
    path.unlink()
    assert len(project.land().landed) == 2


def test_changed_mapping_replaces_what_was_landed(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source(kind="events", path="a.csv")
    (before,) = project.land().landed
    project.source(kind="events", path="a.csv", fields={"location": "email"})
    (after,) = project.land().landed
    assert after.is_new
    assert before.folder != after.folder
    project.source(kind="events", path="a.csv")
    (again,) = project.land().landed
    assert (again.folder, again.is_new) == (before.folder, False)


def test_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        project = Project(tmp_path / name)
        project.write("a.csv", ROWS + "broken\n")
        project.source(kind="events", path="a.csv")
        digests.append(digest(project.land_one()))
    assert digests[0] == digests[1]
    assert set(digests[0]) == {"events.parquet", "event_kinds.parquet", "key_sets.parquet", "rejected.parquet"}


def test_leftovers_of_a_killed_run_are_removed(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source(kind="events", path="a.csv")
    leftover = project.settings.warehouse_folder / "landed" / "shop" / "abc-def.partial"
    leftover.mkdir(parents=True)
    (leftover / "events.parquet").write_bytes(b"half")
    project.land()
    assert not leftover.exists()


def test_changed_key_is_refused(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source(kind="events", path="a.csv")
    project.land()
    with pytest.raises(KeyFileError, match="not the key the landed files were hashed with"):
        project.land(key=b"another key of some length")


def test_nothing_readable_of_a_person_is_landed(project: Project) -> None:
    header = "event_id,occurred_at,event_name,email,phone,user_id,note,contact_name,event_date\n"
    row = "a@b.example,2026-01-01,x,Anna@B.example,+48601234567,user-4711,mail a@b.example now,Anna Nowak,2026-01-01\n"
    project.write("a.csv", header + row)
    project.source(kind="events", path="a.csv")
    landed = project.land_one()
    for path in landed.folder.iterdir():
        content = path.read_bytes() if path.suffix == ".json" else pl.read_parquet(path).write_json().encode()
        for secret in (b"b.example", b"601234567", b"user-4711", b"Nowak"):
            assert secret not in content, (path.name, secret)
    assert json.loads(read(landed, "events")["props"][0]) == {"event_date": "2026-01-01", "note": "mail [email] now"}


def test_columns_and_types_are_those_of_the_contract(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source(kind="events", path="a.csv")
    landed = project.land_one()
    for table in ("events", "event_kinds", "key_sets"):
        assert read(landed, table).columns == list(LANDED_TABLES[table])
    events = read(landed, "events")
    assert events["event_key"].min() >= 0  # type: ignore[operator]
    assert events.schema["occurred_at"] == pl.Datetime("us")
    assert events.schema["amount"] == pl.Decimal(18, 2)


def test_key_sets_are_distinct_and_dated(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source(kind="events", path="a.csv")
    landed = project.land_one()
    key_sets = read(landed, "key_sets")
    assert len(key_sets) == 7
    assert key_sets["row_count"].sum() == 500
    assert (key_sets["first_seen_at"] < key_sets["last_seen_at"]).all()
    joined = read(landed, "events").join(key_sets, on="key_set_id", how="inner")
    assert len(joined) == 500


def test_row_without_keys_has_no_key_set(project: Project) -> None:
    project.write("a.csv", "event_id,occurred_at,event_name,user_id\n1,2026-01-01,e,\n2,2026-01-01,e,null\n")
    project.source(kind="events", path="a.csv")
    landed = project.land_one()
    assert read(landed, "events")["key_set_id"].null_count() == 2
    assert not landed.path("key_sets").exists()


def test_same_event_in_two_files_has_one_key(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.write("b.csv", ROWS + "x,2026-01-01,e,u,\n")
    project.source(kind="events", path="*.csv")
    first, second = project.land().landed
    shared = set(read(first, "events")["event_key"]) & set(read(second, "events")["event_key"])
    assert len(shared) == 500


@pytest.mark.parametrize(
    ("late_after", "rejected"), [("1d", {2: ["received more than 1 days after it occurred (late_after)"]}), ("3d", {})]
)
def test_late_beyond_the_limit_is_rejected(project: Project, late_after: str, rejected: dict[int, list[str]]) -> None:
    project.write("a.csv", "occurred_at,received_at,event_name\n2026-01-01,2026-01-03,e\n")
    project.source(kind="events", path="a.csv", late_after=late_after)
    assert reasons(project.land_one()) == rejected


def test_future_is_one_day_after_landing(project: Project) -> None:
    latest = (NOW + timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S")
    beyond = (NOW + timedelta(days=1, seconds=1)).strftime("%Y-%m-%d %H:%M:%S")
    project.write("a.csv", f"occurred_at,event_name\n{latest},e\n{beyond},e\n")
    project.source(kind="events", path="a.csv")
    assert reasons(project.land_one()) == {3: ["occurred_at lies in the future"]}


def test_every_reason_is_kept(project: Project) -> None:
    project.write("a.csv", "occurred_at,event_name,amount,actor\n1970-01-01,,much,robot\n")
    project.source(kind="events", path="a.csv")
    assert reasons(project.land_one()) == {
        2: [
            "actor is neither customer nor company",
            "amount is not a number that fits",
            "event_name is missing",
            "occurred_at is before 1990-01-01",
        ]
    }


def test_unknown_kind_names_the_nearest(project: Project) -> None:
    project.source(kind="event", path="a.csv")
    with pytest.raises(SettingsError, match="Did you mean 'events'"):
        project.land()


def test_fields_are_columns_or_constants_never_sql(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source(kind="events", path="a.csv", fields={"location": "upper(email)"})
    assert project.land_one().missing_columns == ("upper(email)",)
    project.source(kind="events", path="a.csv", fields={"location": "'x' || email || 'y'"})
    with pytest.raises(SettingsError, match="no constant"):
        project.land()


def test_constants_and_traits_come_from_fields(project: Project) -> None:
    project.write("a.csv", "when,who,colour\n2026-01-01,u1,red\n")
    fields = {"occurred_at": "when", "event_name": "'It''s a visit'", "user_id": "who", "shade": "colour"}
    project.source(kind="offline", path="a.csv", fields=fields)
    kind = read(project.land_one(), "event_kinds").row(0, named=True)
    assert (kind["event_name"], kind["traits"]) == ("It's a visit", '{"shade":"red"}')


def test_source_without_files_is_refused_and_the_night_goes_on(project: Project) -> None:
    project.write("a.csv", ROWS)
    project.source("gone", kind="events", path="nowhere/*.csv")
    project.source("here", kind="events", path="a.csv")
    result = project.land()
    assert [entry.source for entry in result.refused] == ["gone"]
    assert [landed.source for landed in result.landed] == ["here"]


def test_parquet_is_read(project: Project) -> None:
    frame = pl.DataFrame(
        {
            "event_id": ["1", "2"],
            "occurred_at": pl.Series(["2026-01-01 10:00:00", None]).str.to_datetime(),
            "event_name": ["a", "b"],
            "tags": [["x"], []],
        }
    )
    frame.write_parquet(project.folder / "a.parquet")
    project.source(kind="events", path="a.parquet")
    landed = project.land_one()
    assert reasons(landed) == {2: ["occurred_at is missing"]}
    assert read(landed, "events")["props"].to_list() == ['{"tags":"[\\"x\\"]"}']


def test_person_without_a_key_is_rejected(project: Project) -> None:
    project.write("a.csv", "email,country\na@b.example,PL\nNULL,DE\n,FR\n")
    project.source(kind="people", path="a.csv")
    landed = project.land_one()
    assert reasons(landed) == {3: ["no identity key"], 4: ["no identity key"]}
    assert read(landed, "people")["country"].to_list() == ["PL"]


def test_lifetime_value_of_a_person_is_an_amount(project: Project) -> None:
    project.write("a.csv", "email,clv\na@b.example,1250.50\nc@d.example,\ne@f.example,much\n")
    project.source(kind="people", path="a.csv", fields={"lifetime_value_amount": "clv"})
    landed = project.land_one()
    assert reasons(landed) == {4: ["lifetime_value_amount is not a number that fits"]}
    assert sorted(map(str, read(landed, "people")["lifetime_value_amount"].to_list())) == ["1250.50", "None"]


def test_key_that_cannot_be_one_of_its_kind_is_counted(project: Project) -> None:
    project.write("a.csv", "email,phone,country\nnobody,12,PL\na@b.example,12,DE\n")
    project.source(kind="people", path="a.csv")
    landed = project.land_one()
    assert landed.unusable_key_counts == {"email": 1, "phone": 2}
    assert landed.skipped_counts == {"no key that can be used": 1}
    assert read(landed, "people")["country"].to_list() == ["DE"]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_rows_of_a_large_file_keep_their_line_numbers(project: Project, kind: str) -> None:
    # Many enough for several threads, with a field that may be one of many words: such a list must not become a join.
    frame = pl.DataFrame({"event_id": range(400_000)}).with_columns(
        occurred_at=pl.lit("2026-01-01 10:00:00"), event_name=pl.lit("e"), actor=pl.lit("customer")
    )
    path = project.folder / f"a.{kind}"
    frame.write_csv(path) if kind == "csv" else frame.write_ndjson(path)
    project.source(kind="events", path=path.name)
    events = read(project.land_one(), "events")
    assert (events["row_number"] == events["event_id"].cast(pl.Int64) + 1).all()


def test_local_times_become_utc(project: Project) -> None:
    project.write("a.csv", "occurred_at,event_name\n2026-07-01 12:00:00,e\n2026-07-01T12:00:00Z,e\n")
    project.source(kind="events", path="a.csv", timezone="Europe/Warsaw")
    times = read(project.land_one(), "events").sort("row_number")["occurred_at"]
    assert [moment.hour for moment in times] == [10, 12]


def test_feedback_keeps_rating_and_redacted_text(project: Project) -> None:
    project.write(
        "a.csv",
        "record_id,occurred_at,email,rating,rating_scale,text\n"
        '1,2026-01-01,a@b.example,9,NPS,"Write to c@d.example\nsoon"\n2,2026-01-01,,11,nps,\n3,2026-01-01,,4,stars5,\n',
    )
    project.source(kind="feedback", path="a.csv")
    landed = project.land_one()
    assert reasons(landed) == {4: ["rating is outside 0-10"]}
    feedback = read(landed, "feedback").sort("row_number")
    assert feedback["text"].to_list() == ["Write to [email]\nsoon", None]
    assert feedback["rating_scale"].to_list() == ["nps", "stars5"]
    assert feedback["event_id"].to_list() == ["1", "3"]
    assert read(landed, "event_kinds")["event_name"].to_list() == ["feedback"]


def test_large_file_lands_in_file_order(project: Project) -> None:
    # More rows than one thread takes at a time: joins hand them on in any order.
    rows = "".join(f"{number},2026-01-01 10:00:00,e{number % 50},u{number % 999}\n" for number in range(300_000))
    project.write("a.csv", "event_id,occurred_at,event_name,user_id\n" + rows)
    project.source(kind="events", path="a.csv")
    events = read(project.land_one(), "events")
    assert events["row_number"].to_list() == list(range(1, 300_001))
    assert events["event_id"].to_list() == [str(number) for number in range(300_000)]
