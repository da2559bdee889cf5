"""Find records that are probably of one person though they share no key: Fellegi and Sunter's model, by Splink.

Names, birth dates and addresses are there as codes alone (`privacy.codes`); how alike two values are is read off the
bits in which their codes differ. How often strangers agree by chance (u) is counted in the project's own records, and
rare values weigh more than common ones. How often one person's two records agree (m) is fixed: few companies have
labelled pairs to learn it from, and estimates without labels call something a pair where there is none.

Source: Fellegi and Sunter 1969, "A theory for record linkage"; Splink 5.
"""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import Any

import polars as pl

from journeymine.contracts.landed import COMPARED_FIELDS
from journeymine.errors import SettingsError
from journeymine.privacy.codes import CODE_BITS
from journeymine.warehouse.connection import Connection
from journeymine.warehouse.frames import read_frame, write_frame

MATCH_TABLE = "core.matched_records"
MATCH_INPUTS = ("staging.person_codes", "seed.likeness_rules")
"""The table made by `match_records`, and what it is given."""

SCHEMA = {"record_id_hash": pl.String, "other_record_id_hash": pl.String, "link_probability": pl.Float64}

LEVELS: tuple[tuple[str, float, float], ...] = (("equal", 1.0, 0.002), ("close", 0.75, 0.002), ("similar", 0.50, 0.01))
"""Level, least share of elements in common, and u where too few records tell it; (choice). What is less is other."""
M_OF_PERSON = (0.80, 0.07, 0.06, 0.07)
M_OF_ADDRESS = (0.56, 0.07, 0.07, 0.30)
"""(choice) How often two records of one person agree on each level, other included: names are misspelt, people move."""
ADDRESS_FIELDS = ("street", "house_number", "city", "postcode")
DOUBLES_PER_RECORD = 0.1
"""(choice) How many records have a double before anything is compared: every tenth."""
SAMPLED_PAIRS = 1_000_000
SEED = 1
SUREST = 0.9999
"""The highest probability that is said: of likeness nothing is certain."""
MOST_BITS = int(CODE_BITS * (1 - LEVELS[-1][1]) / 2)
"""In how many bits the codes of values differ that are similar, or more alike than that."""
BLOCKS = (
    ("birth_date",),
    ("given_name", "surname"),
    ("surname", "postcode"),
    ("given_name", "postcode"),
    ("surname", "city"),
    ("street", "house_number"),
    ("given_name", "street"),
    ("surname", "street"),
)
"""Records are compared that agree in all fields of one of these."""


def check_likeness(*, is_wanted: bool) -> None:
    """Check that Splink is there if people are to be compared.

    Raises:
        SettingsError: It is not installed.
    """
    if is_wanted and find_spec("splink") is None:
        raise SettingsError(
            "what compares people is not installed",
            where="[identity].likeness",
            next_action="Install it: pip install 'journeymine[identity]'",
        )


def match_records(connection: Connection, person_codes: pl.DataFrame, likeness_rules: pl.DataFrame) -> pl.DataFrame:
    """Find the pairs of records that are probably of one person; the order of rows is of no matter.

    Args:
        connection: An empty database of one thread, in which sums come out alike every time.
        person_codes: One row per record: record_id_hash, and a code for each compared field.
        likeness_rules: One row: is_compared, least_probability (0 to 1), seed.

    Returns:
        One row per pair, in order: record_id_hash, other_record_id_hash (the larger one), link_probability (0 to 1,
        four places).

    Raises:
        SettingsError: Splink is not installed.
    """
    rules = likeness_rules.row(0, named=True)
    fields = [name for name in COMPARED_FIELDS if person_codes[f"{name}_code"].n_unique() > 2]
    if not rules["is_compared"] or not {"given_name", "birth_date"} & set(fields):
        return pl.DataFrame(schema=SCHEMA)
    check_likeness(is_wanted=True)
    records = person_codes.select(
        pl.col("record_id_hash").alias("unique_id"), *(pl.col(f"{name}_code").alias(name) for name in fields)
    )
    write_frame(connection, "main.records", records.sort("unique_id"))
    for name in fields:
        connection.execute(f"alter table records alter {name} type bit")
    pairs = _predict(connection, fields, records.height, rules["least_probability"], rules["seed"])
    one, other = pl.col("unique_id_l"), pl.col("unique_id_r")
    found = pairs.select(
        pl.min_horizontal(one, other).alias("record_id_hash"),
        pl.max_horizontal(one, other).alias("other_record_id_hash"),
        pl.col("match_probability").clip(upper_bound=SUREST).round(4).alias("link_probability"),
    )
    return found.cast(SCHEMA).sort("record_id_hash", "other_record_id_hash")  # type: ignore[arg-type]


def _predict(connection: Connection, fields: list[str], record_count: int, least: float, seed: int) -> pl.DataFrame:
    """Fit and apply the model; return unique_id_l, unique_id_r and match_probability of the pairs above `least`."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    blocks = [block for block in BLOCKS if set(block) <= set(fields)] or [(name,) for name in fields[:1]]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_compare(name) for name in fields],
        blocking_rules_to_generate_predictions=[block_on(*block) for block in blocks],
        probability_two_random_records_match=min(0.5, 2 * DOUBLES_PER_RECORD / record_count),
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    interface = DuckDBAPI(connection=connection)
    linker = Linker(interface.register("records"), settings, log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED_PAIRS, seed=seed)
    found = linker.inference.predict(threshold_match_probability=least)
    return read_frame(connection, f"main.{found.physical_name}")


def _compare(field: str) -> dict[str, Any]:
    """Describe to Splink how a field is compared; where one of two values is missing it says nothing."""
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": f"{field}_l is null or {field}_r is null",
            "label_for_charts": "missing",
            "is_null_level": True,
        }
    ]
    of_person = M_OF_ADDRESS if field in ADDRESS_FIELDS else M_OF_PERSON
    for (name, share, u_probability), m_probability in zip(LEVELS, of_person, strict=False):
        levels.append(
            {
                "sql_condition": _alike_sql(f"{field}_l", f"{field}_r", share),
                "label_for_charts": name,
                "m_probability": m_probability,
                "u_probability": u_probability,
            }
        )
    levels[1] |= {"tf_adjustment_column": field, "tf_adjustment_weight": 1.0}
    other_u = 1 - sum(u for *_, u in LEVELS)
    levels.append(
        {
            "sql_condition": "ELSE",
            "label_for_charts": "other",
            "m_probability": of_person[-1],
            "u_probability": other_u,
        }
    )
    return {"output_column_name": field, "comparison_levels": levels}


def _alike_sql(one: str, other: str, share: float) -> str:
    """Return SQL that two codes have at least a share of elements in common: of those apart half the bits agree."""
    if share == 1:
        return f"{one} = {other}"
    return f"bit_count(xor({one}, {other})) <= {int(CODE_BITS * (1 - share) / 2)}"
