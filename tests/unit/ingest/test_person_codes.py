"""What people are compared by: landed as codes if the project wants it, and in no other way, ever."""

from __future__ import annotations

import hmac
from pathlib import Path

import pytest

from journeymine.contracts.landed import COMPARED_FIELDS, LandedFile
from journeymine.ingest.erase import erase_rows
from journeymine.ingest.land import open_landing
from journeymine.privacy.codes import encode_values
from journeymine.privacy.erasures import Suppressed, mark_key
from journeymine.privacy.hashing import hash_identifier
from journeymine.settings import IdentitySettings

from .conftest import KEY, Project, read

PEOPLE = """record_id,crm_id,updated_at,vorname,surname,birth_date,city,note
1,c1,2026-01-01,Annegret,Kowalska,1981-02-03,Gdynia,first
2,c2,2026-01-02,,Nowak,,Sopot,second
3,c3,2026-01-03,,,,,third
4,c4,2026-13-45,Brunhilde,Lis,1990-01-01,Rumia,broken
"""
SPOKEN = ("Annegret", "Kowalska", "Gdynia", "Nowak", "Sopot", "Brunhilde", "Lis", "Rumia", "1981", "19810203")


def land_people(project: Project, *, likeness: bool, **fields: str) -> LandedFile:
    project.write("people.csv", PEOPLE)
    project.identity = IdentitySettings(likeness=likeness)
    project.source("crm", kind="people", path="people.csv", fields=fields)
    return project.land_one()


def find_spoken(folder: Path) -> set[str]:
    """Find which of the values stand somewhere in the landed folder."""
    found = set()
    for path in folder.iterdir():
        text = str(read_all(path))
        found |= {value for value in SPOKEN if value in text}
    return found


def read_all(path: Path) -> object:
    import polars as pl

    return pl.read_parquet(path).to_dicts() if path.suffix == ".parquet" else path.read_text()


def test_by_default_no_codes_are_landed_and_columns_stay_what_they_were(project):
    landed = land_people(project, likeness=False)
    assert not landed.path("person_codes").exists()
    assert '"city":"Gdynia"' in read(landed, "people")["props"][0], "a town that nobody maps is a fact like others"


def test_what_the_project_names_as_a_name_is_kept_nowhere_though_it_is_not_compared(project):
    landed = land_people(project, likeness=False, given_name="vorname", city="city")
    assert find_spoken(landed.folder) == set()


def test_compared_values_are_landed_as_codes_and_in_no_other_way(project):
    landed = land_people(project, likeness=True, given_name="vorname")
    codes = read(landed, "person_codes").sort("record_id_hash")
    assert find_spoken(landed.folder) == set()
    assert codes.height == 2, "the third has nothing to compare, the fourth was rejected"
    secret = hmac.digest(KEY, b"person codes", "sha256")
    assert set(codes["surname_code"]) == set(encode_values("surname", ["Kowalska", "Nowak"], secret))
    people = {row["record_id_hash"]: row for row in read(landed, "people").to_dicts()}
    for row in codes.to_dicts():
        person = people[row["record_id_hash"]]
        assert all(row[name] == person[name] for name in ("key_set_id", "updated_at", "is_deleted"))
        assert (row["given_name_code"] is None) == ("second" in person["props"])
    assert set(codes.columns) >= {f"{name}_code" for name in COMPARED_FIELDS}


def test_a_rejected_line_shows_nothing_of_what_is_compared(project):
    landed = land_people(project, likeness=True, given_name="vorname")
    (line,) = read(landed, "rejected")["line_text"]
    assert line == "4,[hidden],2026-13-45,[hidden],[hidden],[hidden],[hidden],[hidden]"


def test_codes_depend_on_the_project_s_key(project):
    landed = land_people(project, likeness=True)
    codes = read(landed, "person_codes")["surname_code"].to_list()
    other = Project(project.folder / "other")
    other.folder.mkdir()
    other.write("people.csv", PEOPLE)
    other.identity = project.identity
    other.source("crm", kind="people", path="people.csv")
    (again,) = other.land(key=bytes(range(1, 33))).landed
    assert set(read(again, "person_codes")["surname_code"]).isdisjoint(codes)


def test_comparing_people_lands_their_files_anew(project):
    before = land_people(project, likeness=False)
    after = land_people(project, likeness=True)
    assert after.is_new
    assert after.folder != before.folder


@pytest.mark.parametrize("name", ["people", "person_codes"])
def test_codes_of_somebody_forgotten_are_erased_with_the_record(project, name):
    landed = land_people(project, likeness=True)
    crm_hash = hash_identifier("crm_id", "c1", KEY)
    suppressed = Suppressed(key_marks=frozenset({mark_key(KEY, "crm_id", crm_hash)}))
    before = read(landed, name).height
    with open_landing(KEY, "UTC") as connection:
        erased = erase_rows(connection, landed.folder, suppressed)
    assert read(landed, name).height == before - 1
    assert erased.person_record_count == 1, "a record and its codes are one thing"
