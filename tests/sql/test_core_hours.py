"""core.hour_counts: when customers act, by the clocks of the project's time zone."""

from __future__ import annotations

from tests.sql.small_warehouse import make_settings

SETTINGS = make_settings(
    project={"name": "Test", "timezone": "Europe/Warsaw"},
    stages={"order": ["use"]},
    touchpoints={"touchpoint": [{"name": "Any", "stage": "use", "channel": "web", "when": {"event_name": "*"}}]},
)
# 2026-01-01 is a Thursday; Warsaw is an hour before UTC in winter and two hours in summer (from 29 March on).
EVENTS = """
    at                  | event | user_id | actor
    2026-01-01 22:59:59 | a     | anna    |
    2026-01-01 23:00:00 | a     | anna    |
    2026-01-01 23:59:59 | a     | anna    |
    2026-01-01 23:10:00 | a     | bob     |
    2026-01-01 23:20:00 | a     | bob     | company
    2026-03-28 23:00:00 | a     | anna    |
    2026-03-29 22:00:00 | a     | anna    |
"""


def test_hours_are_local_and_customers_count_once_and_the_companys_acts_do_not(warehouse):
    built = warehouse.build(EVENTS, "marts.busy_hours", settings=SETTINGS)
    rows = built.rows(
        "select weekday_index, hour_of_day, step_count, customer_count from marts.busy_hours order by all"
    )
    assert rows == [
        (1, 0, 1, 1),  # the night to Monday 30 March, in summer time
        (4, 23, 1, 1),
        (5, 0, 3, 2),
        (7, 0, 1, 1),  # the night to Sunday 29 March, still in winter time
    ]
