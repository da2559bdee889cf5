"""The identity tables of a large company: `python -m bench.identity_size build_identity '{"folder": ...}'`."""

from __future__ import annotations

import json
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import polars as pl

from bench.measure import measure_cpu, write_result
from journeymine.contracts.landed import COMPARED_FIELDS, LANDED_TABLES, LandedFile
from journeymine.identity.probabilistic import match_records
from journeymine.privacy.codes import encode_values
from journeymine.settings import PERSON_KINDS, Settings
from journeymine.steps.models import build_seeds, read_models
from journeymine.warehouse import raw
from journeymine.warehouse.build import NIGHT, build_models, open_catalog, write_seeds, write_variables
from journeymine.warehouse.connection import open_database
from journeymine.warehouse.sqlfiles import sql_folder

PERSONS = 125_000
"""Each with one key of each of the 7 person kinds and a device: 1 M keys."""
PAIRS_A_PERSON = 24
"""Of the 28 pairs of a person's keys, each on a row of its own: 3 M links."""
WANTED = ("core.identities", "core.identity_refusals", "core.key_set_customers", "core.customer_accounts")


def build_identity(folder: str) -> dict[str, Any]:
    """Build everything that says who is who from landed key sets, as a first night does."""
    place = Path(folder)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    landed = _land(place)
    settings = Settings.model_validate(
        {"project": {"name": "Size"}, "sources": {"web": {"kind": "events", "path": "x"}}}
    )
    seeds = build_seeds(settings)
    total: dict[str, float] = {}
    database = place / "night.duckdb"
    with open_database(None, memory_limit="1GB", temp_folder=place / "spill") as connection:
        plan = read_models(connection, sql_folder(), seeds, ())
        needed = set(WANTED)
        for model in reversed(plan.models):
            if model.table in needed:
                needed.update(model.inputs)
        connection.execute("set preserve_insertion_order = false")  # as a build does
        connection.execute("set checkpoint_threshold = '1TB'")
        write_variables(connection, {"as_of": None})
        with open_catalog(connection, NIGHT, database):
            with measure_cpu(total, "cpu"):
                raw.write_raw_views(connection, NIGHT, [landed])
                write_seeds(connection, seeds)
                build_models(connection, NIGHT, (model for model in plan.models if model.table in needed))
            connection.execute(f"use {NIGHT}")
            counts = {
                "key_count": "select count(*) from core.identities",
                "link_count": "select count(*) from core.key_set_customers",
                "customer_count": "select count(distinct customer_id) from core.identities",
            }
            found = {name: connection.execute(sql).fetchall()[0][0] for name, sql in counts.items()}
    return found | total


RECORDS, DOUBLES = 100_000, 10_000
"""People compared, and how many of them have a second record with a slip of the pen, or from before they moved."""


def compare_people() -> dict[str, Any]:
    """Find the doubles among a hundred thousand people of a few thousand names and streets."""
    draw = random.Random(1)
    names = ["".join(draw.choices("abdeiklmnorstuwz", k=draw.randrange(4, 9))) for _ in range(4_000)]
    people = [_draw_person(draw, names) for _ in range(RECORDS - DOUBLES)]
    doubles = [_misspell(draw, person, names) for person in people[:DOUBLES]]
    rules = pl.DataFrame({"is_compared": [True], "least_probability": [0.95], "seed": [1]})
    total: dict[str, float] = {}
    with measure_cpu(total, "coding"):
        coded = {
            f"{name}_code": encode_values(name, [person[name] for person in (*people, *doubles)], b"a secret")
            for name in COMPARED_FIELDS
        }
    records = [f"{number:06d}" for number in range(RECORDS)]
    person_codes = pl.DataFrame(
        {"record_id_hash": records, **coded}, schema={"record_id_hash": pl.String, **dict.fromkeys(coded, pl.Binary)}
    )
    with measure_cpu(total, "comparing"), open_database(None, memory_limit="1GB", threads=1) as connection:
        found = match_records(connection, person_codes, rules)
    true = {(f"{number:06d}", f"{number + RECORDS - DOUBLES:06d}") for number in range(DOUBLES)}
    right = sum(pair in true for pair in found.select("record_id_hash", "other_record_id_hash").iter_rows())
    counts = {"record_count": RECORDS, "double_count": DOUBLES, "found_count": found.height}
    return {**counts, "wrong_count": found.height - right, **total}


def _draw_person(draw: random.Random, names: list[str]) -> dict[str, str]:
    # The first names are the common ones, as with people.
    return {
        "given_name": names[int(300 * draw.random() ** 2)],
        "surname": names[300 + int(3_000 * draw.random() ** 2)],
        "birth_date": f"{draw.randrange(1940, 2005)}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}",
        "street": f"{names[draw.randrange(2_000)]} street",
        "house_number": str(draw.randrange(1, 150)),
        "city": names[3_400 + int(300 * draw.random() ** 3)],
        "postcode": f"{draw.randrange(10_000, 12_000)}",
    }


def _misspell(draw: random.Random, person: dict[str, str], names: list[str]) -> dict[str, str]:
    if draw.random() < 0.3:
        return person | {"street": f"{draw.choice(names)} street", "house_number": "7", "postcode": "12345"}
    field = draw.choice(("given_name", "surname", "street"))
    place = draw.randrange(len(person[field]))
    return person | {field: person[field][:place] + "x" + person[field][place + 1 :]}


def _land(place: Path) -> LandedFile:
    """Write 3 M key sets of two keys each, as ingest would."""
    kinds = (*PERSON_KINDS, "device")
    pairs = [(one, other) for one in range(len(kinds)) for other in range(one + 1, len(kinds))][:PAIRS_A_PERSON]
    columns = []
    for number, kind in enumerate(kinds):
        held = ", ".join(str(index) for index, pair in enumerate(pairs) if number in pair)
        columns.append(f"case when pair in ({held}) then md5('{kind}' || person) end as {kind}_hash")
    typed = ", ".join(f"{name}::{type_} as {name}" for name, type_ in LANDED_TABLES["key_sets"].items())
    with open_database(None, memory_limit="1GB", temp_folder=place) as connection:
        rows = (
            f"select (person * {PAIRS_A_PERSON} + pair) as key_set_id, {', '.join(columns)}, null as object_hash, "
            "null as account_hash, timestamp '2026-01-01' + to_seconds(person) as first_seen_at, "
            "timestamp '2026-01-02' + to_seconds(person) as last_seen_at, 1 as row_count "
            f"from range({PERSONS}) as persons(person), range({len(pairs)}) as pairs(pair)"
        )
        connection.execute(f"copy (select {typed} from ({rows})) to '{place}/key_sets.parquet' (compression zstd)")
    counts = PERSONS * PAIRS_A_PERSON
    return LandedFile(
        source="web",
        kind="events",
        table=None,
        file_name="keys",
        file_hash="0",
        mapping_hash="0",
        line_count=counts,
        header_count=0,
        loaded_count=counts,
        rejected_count=0,
        landed_at="2026-01-01T00:00:00",
        run_id="bench",
        folder=place,
    )


if __name__ == "__main__":
    write_result(globals()[sys.argv[1]](**json.loads(sys.argv[2])))
