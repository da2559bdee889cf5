"""Which keys of a row name a person, and what is left out and counted."""

from __future__ import annotations

from journeymine.privacy.hashing import hash_identifier

from .conftest import KEY, Project, read, reasons


def test_mailbox_of_an_office_is_nobodys_key_and_is_counted(project: Project) -> None:
    project.write("a.csv", "email,country\ninfo@b.example,PL\nNo-Reply@b.example,DE\na@b.example,FR\n")
    project.source(kind="people", path="a.csv")
    landed = project.land_one()
    assert landed.unusable_key_counts == {"role_mailbox": 2}
    assert landed.skipped_counts == {"no key that can be used": 2}
    assert read(landed, "people")["country"].to_list() == ["FR"]
    refused = read(landed, "refused_keys").sort("identity_hash")
    hashes = {hash_identifier("email", address, KEY) for address in ("info@b.example", "no-reply@b.example")}
    assert set(refused["identity_hash"]) == hashes, "listed as any address is written here"
    assert refused.select("identity_kind", "reason", "row_count").unique().rows() == [("email", "role_mailbox", 1)]


def test_account_alone_names_no_person(project: Project) -> None:
    project.write("a.csv", "user_id,account_id,country\nanna,7,PL\n,7,DE\n")
    project.source(kind="people", path="a.csv")
    landed = project.land_one()
    assert reasons(landed) == {3: ["no identity key"]}
    [keys] = read(landed, "key_sets").to_dicts()
    assert len(keys["account_hash"]) == 32


def test_record_without_an_id_of_its_own_is_known_by_its_keys(project: Project) -> None:
    project.write("a.csv", "user_id,record_id,country\nanna,7,PL\nbob,,DE\nbob,,FR\n")
    project.source(kind="people", path="a.csv")
    records = read(project.land_one(), "people")["record_id_hash"].to_list()
    assert None not in records
    assert [records.index(record) for record in records] == [0, 1, 1]
