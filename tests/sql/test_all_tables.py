"""Every model file builds on a handful of events of every sort, and on none."""

from __future__ import annotations

from tests.sql.small_warehouse import read_models

EVERY_TABLE = " ".join(model.table for model in read_models() if not model.table.startswith(("report.", "analysis.")))


def test_every_table_is_built_from_a_few_events(warehouse):
    built = warehouse.build(
        """
        at        | user_id | device | event    | amount | text
        10:00     | anna    | d1     | view     |        |
        10:01     | anna    | d1     | cart     |        |
        10:01     |         | d1     | purchase | 10     |
        +1d 10:00 |         | d1     | review   |        | good
        +50d 10:00| bob     |        | view     |        |
        """,
        EVERY_TABLE,
        people="user_id | updated_at | country\n anna | 10:00 | PL",
    )
    assert built.rows("select count(*) from core.journey_steps") == [(5,)]
    assert built.rows("select country, count(*) from core.customers group by all order by all") == [
        ("PL", 1),
        (None, 1),
    ]


def test_every_table_is_built_from_events_without_identity(warehouse):
    built = warehouse.build([{"at": "10:00"}], EVERY_TABLE)
    assert built.rows("select event_id, customer_id from core.events") == [("1", None)]
    assert built.rows("select count(*) from core.journeys") == [(0,)]
