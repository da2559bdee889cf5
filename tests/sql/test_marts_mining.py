"""marts.journey_ends and marts.main_variants: what process models are mined from."""

from __future__ import annotations

JOURNEYS = """
at    | user_id | event
10:00 | anna    | A
10:01 | anna    | B
10:00 | bob     | A
10:01 | bob     | B
10:00 | cleo    | B
"""


def test_every_journey_starts_once_and_ends_once(warehouse) -> None:
    built = warehouse.build(JOURNEYS, "marts.journey_ends core.journeys")
    ends = built.rows("from marts.journey_ends order by touchpoint")
    assert ends == [("unmapped: A", 2, 0), ("unmapped: B", 1, 3)]
    assert built.rows("select count(*) from core.journeys") == [(3,)]


def test_most_travelled_variants_come_first(warehouse) -> None:
    built = warehouse.build(JOURNEYS, "marts.main_variants")
    assert built.rows("select touchpoints, journey_count from marts.main_variants") == [
        (["unmapped: A", "unmapped: B"], 2),
        (["unmapped: B"], 1),
    ]
