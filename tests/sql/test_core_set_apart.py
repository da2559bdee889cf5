"""core.set_apart: which events are counted and in no journey, and why."""

from __future__ import annotations

from tests.sql.small_warehouse import make_settings

RULES = {"touchpoint": [{"name": "{event_name}", "stage": "use", "channel": "web", "when": {"source": "web"}}]}
TABLES = "core.set_apart core.customer_events core.set_apart_counts marts.set_apart marts.customer_features"


def build(warehouse, events, people="", *, privacy=None, traffic=None):
    settings = make_settings(touchpoints=RULES, privacy=privacy or {}, traffic=traffic or {})
    return warehouse.build(events, TABLES, people=people, settings=settings)


def steps(built):
    query = "select event_id from core.customer_events join core.event_rows using (event_key) order by event_id"
    return [event_id for (event_id,) in built.rows(query)]


def reasons(built):
    return built.rows(
        "select event_id, set_apart_reason from core.set_apart join core.event_rows using (event_key) order by event_id"
    )


CONSENT = {"consent_column": "ok"}
WITH_CONSENT = """
    id | at        | user_id | props
    a1 | 10:00     | anna    | {"ok":"true"}
    a2 | 11:00     | anna    |
    b1 | 10:00     | bert    | {"ok":"no"}
    b2 | 11:00     | bert    |
    c1 | 10:00     | cleo    |
"""


def test_who_refuses_is_counted_and_in_no_journey(warehouse):
    built = build(warehouse, WITH_CONSENT, privacy=CONSENT)
    assert steps(built) == ["a1", "a2", "c1"]
    assert reasons(built) == [("b1", "no_consent"), ("b2", "no_consent")]
    assert built.rows("select source, event_count, customer_count, event_share from marts.set_apart") == [
        ("web", 2, 1, 0.4)
    ]
    assert built.rows("select count(*) from marts.customer_features") == [(2,)]


def test_without_a_consent_column_nobody_is_set_apart(warehouse):
    built = build(warehouse, WITH_CONSENT)
    assert reasons(built) == []
    assert len(steps(built)) == 5


def test_silence_is_no_consent_where_the_project_says_so(warehouse):
    built = build(warehouse, WITH_CONSENT, privacy={**CONSENT, "silence_is_consent": False})
    assert steps(built) == ["a1", "a2"]


def test_later_consent_restores_what_was_before_it(warehouse):
    later = WITH_CONSENT + '    b3 | +1d 10:00 | bert    | {"ok":"granted"}'
    assert "b1" in steps(build(warehouse, later, privacy=CONSENT))


def test_a_refusal_of_the_same_moment_holds(warehouse):
    both = WITH_CONSENT + '    a3 | 10:00     | anna    | {"ok":"0"}'
    assert steps(build(warehouse, both, privacy=CONSENT)) == ["c1"]


def test_an_answer_that_is_neither_says_nothing(warehouse):
    unclear = WITH_CONSENT + '    a3 | +1d 10:00 | anna    | {"ok":"perhaps"}'
    assert "a1" in steps(build(warehouse, unclear, privacy=CONSENT))


def test_a_record_speaks_for_its_person_as_of_its_update(warehouse):
    people = """
        user_id | updated_at | props
        anna    | +1d 9:00   | {"ok":"withdrawn"}
        bert    | 09:00      | {"ok":"yes"}
        cleo    |            | {"ok":"no"}
    """
    assert steps(build(warehouse, WITH_CONSENT, people, privacy=CONSENT)) == []


MACHINES = """
    id | at    | user_id | event | actor   | props
    a1 | 10:00 | anna    | view  |         | {"journeymine_set_apart":"bot"}
    a2 | 10:01 | anna    | view  |         |
    b1 | 10:00 | bert    | view  |         | {"journeymine_set_apart":"internal"}
    c1 | 10:00 | cleo    | view  |         |
    c2 | 10:20 | cleo    | view  |         |
    c3 | 10:59 | cleo    | view  |         |
    d1 | 10:00 | dora    | view  |         |
    d2 | 10:20 | dora    | view  |         |
    d3 | 11:00 | dora    | view  |         |
    e1 | 10:00 | emil    | sent  | company |
    e2 | 10:20 | emil    | sent  | company |
    e3 | 10:59 | emil    | sent  | company |
"""


def test_machines_and_the_companys_own_are_set_apart_event_by_event(warehouse):
    built = build(warehouse, MACHINES)
    assert reasons(built) == [("a1", "bot"), ("b1", "internal")]


def test_no_rating_or_text_of_whom_is_set_apart_is_counted_or_read(warehouse):
    answers = """
        id | at    | user_id | rating | rating_scale | text | props
        a1 | 10:00 | anna    | 5      | csat5        | good |
        b1 | 10:00 | bert    | 1      | csat5        | bad  | {"journeymine_set_apart":"internal"}
        c1 | 10:00 | cleo    | 1      | csat5        | bad  | {"ok":"no"}
        d1 | 10:00 |         | 3      | csat5        | so   |
    """
    tables = "core.scores core.texts core.set_apart"
    built = warehouse.build(answers, tables, settings=make_settings(touchpoints=RULES, privacy=CONSENT))
    assert built.rows("select rating from core.scores order by all") == [(3,), (5,)]
    assert built.rows("select text from core.texts order by all") == [("good",), ("so",)]


def test_too_many_acts_within_an_hour_set_the_whole_customer_apart(warehouse):
    built = build(warehouse, MACHINES, traffic={"most_events_per_hour": 2})
    told = [name for name, reason in reasons(built) if reason == "too_fast"]
    assert told == ["c1", "c2", "c3"], "two in an hour are a person's, and what the company sends is no act"


def test_as_many_as_allowed_is_not_too_fast(warehouse):
    assert "c1" in steps(build(warehouse, MACHINES, traffic={"most_events_per_hour": 3}))
