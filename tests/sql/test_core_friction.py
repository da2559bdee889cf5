"""core.friction: each kind on both sides of its limit, on journeys small enough to read.

All stories are built at once: each has its own customers and its own pages, so that none can see another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sql.conftest import Warehouse, open_warehouse
from tests.sql.small_warehouse import make_settings

Event = dict[str, Any]
SETTINGS = make_settings(
    touchpoints={
        "ignore": [{"why": "noise", "when": {"event_name": "noise"}}],
        "touchpoint": [
            {"name": "Ticket", "stage": "service", "channel": "desk", "when": {"event_name": "ticket_created"}},
            {"name": "Answer", "stage": "service", "channel": "desk", "when": {"event_name": "ticket_solved"}},
            {"name": "Call: {topic}", "stage": "service", "channel": "desk", "when": {"event_name": "call"}},
            {"name": "Again", "stage": "service", "channel": "desk", "when": {"event_name": "ticket_reopened"}},
            {"name": "{page_path}", "stage": "use", "channel": "web", "when": {"page_path": "*"}},
        ],
    },
    friction={"clicks": ["click", "noise"]},
)


def see(
    at: str, page: str = "a", event: str = "view", *, who: str = "", actor: str | None = None, **props: Any
) -> Event:
    kept = json.dumps(props) if props else None
    return {"at": at, "event": event, "user_id": who, "page_path": page, "props": kept, "actor": actor}


def click(at: str, x: float = 5, page: str = "a", **props: Any) -> Event:
    return see(at, page, "click", x=x, y=5, **props)


def ask(at: str, event: str = "ticket_created", **given: Any) -> Event:
    return see(at, "", event, **given)


def call(at: str, topic: str) -> Event:
    return ask(at, "call") | {"traits": {"topic": topic}}


def go_on_after(*seconds: float) -> list[Event]:
    """Let as many customers go from page a to page b in so many seconds."""
    return [
        made
        for number, gap in enumerate(seconds)
        for made in (
            see(f"{number}:00", who=str(number)),
            see(f"{number}:{int(gap // 60):02}:{gap % 60:06.3f}", "b", who=str(number)),
        )
    ]


def wait_for(*minutes: int) -> list[Event]:
    """Let as many customers wait so many minutes for the company."""
    return [
        made
        for number, length in enumerate(minutes)
        for made in (
            see(f"{number}:00", who=str(number)),
            see(f"{number}:{length}", "company", who=str(number), actor="company"),
        )
    ]


RAGE, DEAD, BACK, TURN = "rage_click", "dead_click", "quick_back", "u_turn"
SLOW, REPEAT, REOPEN, WAIT = "hesitation", "repeat_contact", "reopen", "long_wait"
STORIES: dict[str, tuple[str, list[Event], list[tuple[str, str]]]] = {
    "three clicks within a second are a rage click at the first": (
        RAGE,
        [click("10:00:00"), click("10:00:00.5"), click("10:00:01")],
        [("10:00:00.000", "a")],
    ),
    "a millisecond more than a second is no rage": (
        RAGE,
        [click("10:00:00"), click("10:00:00.5"), click("10:00:01.001")],
        [],
    ),
    "two clicks are no rage": (RAGE, [click("10:00:00"), click("10:00:00.5")], []),
    "thirty pixels are one place": (
        RAGE,
        [click("10:00:00", 5), click("10:00:00.3", 5), click("10:00:00.6", 35)],
        [("10:00:00.000", "a")],
    ),
    "a tenth of a pixel more is another place": (
        RAGE,
        [click("10:00:00", 5), click("10:00:00.3", 5), click("10:00:00.6", 35.1)],
        [],
    ),
    "a long burst is one rage click": (
        RAGE,
        [click(f"10:00:0{number // 2}.{number % 2 * 5}") for number in range(8)],
        [("10:00:00.000", "a")],
    ),
    "bursts apart are two": (
        RAGE,
        [click(f"10:00:{second}.{number}") for second in ("00", "05") for number in range(3)],
        [("10:00:00.000", "a"), ("10:00:05.000", "a")],
    ),
    "without coordinates the same element is the same place": (
        RAGE,
        [see(f"10:00:00.{number}", event="click", element="button#buy") for number in range(3)],
        [("10:00:00.000", "a")],
    ),
    "without coordinates two elements are two places": (
        RAGE,
        [see(f"10:00:00.{number}", event="click", element=f"button#{number}") for number in range(3)],
        [],
    ),
    "without place and element nobody can tell": (
        RAGE,
        [see(f"10:00:00.{number}", event="click") for number in range(3)],
        [],
    ),
    **{
        f"clicks on {element} are spared": (
            RAGE,
            [click(f"10:00:00.{number}", element=element) for number in range(3)],
            [],
        )
        for element in ("input#name", "button.stepper", "Quantity plus", "SELECT")
    },
    "clicking into a field is not dead": (DEAD, [click("10:00:00", tag="textarea"), see("10:01", "b")], []),
    "clicks on two pages are no rage": (
        RAGE,
        [click("10:00:00"), click("10:00:00.1"), click("10:00:00.2", page="b")],
        [],
    ),
    "exactly seven seconds are not dead": (DEAD, [click("10:00:00"), see("10:00:07", "b")], []),
    "a millisecond more is dead": (DEAD, [click("10:00:00"), see("10:00:07.001", "b")], [("10:00:00.000", "a")]),
    "a click that ends the session is not dead": (DEAD, [click("10:00:00"), see("10:31", "b")], []),
    "the last click is not dead": (DEAD, [see("10:00"), click("10:01")], []),
    "an ignored click belongs to the touchpoint before it": (
        DEAD,
        [see("10:00"), see("10:00:05", "b", "noise", x=1, y=1), see("10:01", "c")],
        [("10:00:05.000", "a")],
    ),
    "back in less than ten seconds is quick": (
        BACK,
        [see("10:00"), see("10:01", "b"), see("10:01:09.999")],
        [("10:01:00.000", "b")],
    ),
    "back in ten seconds is not quick": (BACK, [see("10:00"), see("10:01", "b"), see("10:01:10")], []),
    "what happens on a page does not break the way back": (
        BACK,
        [see("10:00"), see("10:01", "b"), see("10:01:03", "b", "read"), see("10:01:09")],
        [("10:01:00.000", "b")],
    ),
    "on to a third page is not back": (BACK, [see("10:00"), see("10:01", "b"), see("10:01:02", "c")], []),
    "there and back is a turn at the place turned": (
        TURN,
        [see("10:00"), see("11:00", "b"), see("12:00")],
        [("11:00:00.000", "b")],
    ),
    "staying is no turn": (TURN, [see("10:00"), see("10:01"), see("10:02")], []),
    "going on is no turn": (TURN, [see("10:00"), see("10:01", "b"), see("10:02", "c")], []),
    "slower than nineteen in twenty is a hesitation": (
        SLOW,
        go_on_after(*[12.0] * 19, 12.001),
        [("19:00:00.000", "a")],
    ),
    "as slow as the limit is no hesitation": (SLOW, go_on_after(*[12.0] * 18, 20.0, 20.0), []),
    "ten seconds are no hesitation however fast the others are": (SLOW, go_on_after(*[1.0] * 19, 10.0), []),
    "a millisecond more than ten seconds is one": (SLOW, go_on_after(*[1.0] * 19, 10.001), [("19:00:00.000", "a")]),
    "going on in another session is no hesitation": (SLOW, go_on_after(*[12.0] * 19, 1800.0), []),
    "a contact repeats within seven days": (
        REPEAT,
        [ask("10:00"), ask("+7d 10:00")],
        [("10:00:00.000", "Ticket")],
    ),
    "a millisecond later it does not": (REPEAT, [ask("10:00"), ask("+7d 10:00:00.001")], []),
    "a contact of the same visit is no repeat": (REPEAT, [ask("10:00"), ask("10:29:59.999")], []),
    "one a session gap later is": (REPEAT, [ask("10:00"), ask("10:30")], [("10:30:00.000", "Ticket")]),
    "a contact on the same topic repeats": (
        REPEAT,
        [call("10:00", "billing"), call("12:00", "billing")],
        [("12:00:00.000", "Call: billing")],
    ),
    "one on another topic does not": (
        REPEAT,
        [call("10:00", "billing"), call("12:00", "delivery")],
        [],
    ),
    "looking at a page again is no repeated contact": (REPEAT, [see("10:00"), see("12:00")], []),
    "a reopened ticket is friction where the company answered": (
        REOPEN,
        [ask("10:00"), ask("11:00", "ticket_solved", actor="company"), see("12:00"), ask("13:00", "ticket_reopened")],
        [("13:00:00.000", "Answer")],
    ),
    "one nobody answered is friction where it was reopened": (
        REOPEN,
        [ask("10:00"), ask("13:00", "ticket_reopened")],
        [("13:00:00.000", "Again")],
    ),
    "a wait longer than nine in ten is long": (WAIT, wait_for(*[20] * 9, 21), [("09:00:00.000", "a")]),
    "a wait as long as nine in ten is not": (WAIT, wait_for(*[20] * 8, 21, 21), []),
    "nobody waits for a customer": (WAIT, go_on_after(*[2400.0] * 9, 2460.0), []),
}


def tell(number: int, events: list[Event]) -> Iterator[Event]:
    """Give a story customers and pages of its own."""
    for event in events:
        page = f"/{number}/{event['page_path']}" if event["page_path"] else None
        yield {**event, "user_id": f"{number}-{event['user_id']}", "page_path": page}


@pytest.fixture(scope="module")
def built() -> Iterator[Warehouse]:
    with open_warehouse() as opened:
        events = [event for number, (_, story, _) in enumerate(STORIES.values()) for event in tell(number, story)]
        yield opened.build(events, "core.friction core.identities core.steps", settings=SETTINGS)


@pytest.mark.parametrize("story", STORIES)
def test_friction_is_found_on_one_side_of_its_limit(built: Warehouse, story: str) -> None:
    kind, _, expected = STORIES[story]
    number = list(STORIES).index(story)
    rows = built.rows(
        "select strftime(friction.occurred_at, '%H:%M:%S.%g'), split_part(names.touchpoint, '/', -1) "
        "from core.friction as friction inner join core.touchpoint_names as names using (touchpoint_code) "
        f"where friction.friction_kind = '{kind}' and friction.customer_id in "
        f"(select customer_id from core.identities where identity_hash like '{number}-%') order by all"
    )
    assert rows == expected


def test_friction_stands_on_the_step_of_its_event_and_on_none_where_that_is_no_step(built: Warehouse) -> None:
    wrong = built.rows(
        "select friction.event_key from core.friction as friction left join core.steps as steps using (event_key) "
        "where friction.step_index is distinct from steps.step_index "
        "or friction.journey_index is distinct from steps.journey_index"
    )
    assert wrong == []
    assert built.rows("select count(*) from core.friction where step_index is null") == [(1,)]


def test_a_limit_is_the_quantile_of_what_was_seen_at_the_touchpoint(built: Warehouse) -> None:
    friction = SETTINGS.friction
    expected = built.rows(
        "select touchpoint_code, friction_kind, count(*), case when friction_kind = 'long_wait' "
        f"then quantile_disc(milliseconds_to_next, {friction.long_wait_share}) else greatest("
        f"quantile_disc(milliseconds_to_next, {friction.hesitation_share}), "
        "any_value(rules.hesitation_milliseconds)) end "
        "from core.timed_steps cross join seed.friction as rules group by touchpoint_code, friction_kind order by all"
    )
    assert len(expected) > 2
    assert built.rows("from core.friction_limits order by all") == expected


def test_limits_come_from_the_settings() -> None:
    friction = {"waits": "all", "rage_clicks": 2, "rage_within": "2s", "dead_after": "1s", "long_wait_share": 0.5}
    settings = make_settings(friction=friction, touchpoints=SETTINGS.touchpoints.model_dump(by_alias=True))
    events = [click("10:00:00"), click("10:00:02"), see("10:00:03.5"), *go_on_after(3600, 3600, 7200)]
    with open_warehouse() as opened:
        built = opened.build(list(tell(0, events)), "core.friction", settings=settings)
        rows = built.rows("select friction_kind, strftime(occurred_at, '%H:%M:%S') from core.friction order by all")
    assert rows == [(DEAD, "10:00:00"), (DEAD, "10:00:02"), (WAIT, "02:00:00"), (RAGE, "10:00:00")]
