from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from journeymine.sample import company
from journeymine.sample.behaviour import Behaviour, live
from journeymine.sample.dates import DEFAULT_END, Calendar
from journeymine.sample.draws import Draws
from journeymine.sample.people import People, choose_people

DAYS = 120
COUNT = 12_000


def _live() -> tuple[People, Behaviour]:
    draws = Draws(7)
    people = choose_people(draws, 0, COUNT, COUNT, DAYS)
    return people, live(draws, people, DAYS, 3)


def _mark(frame: object, flag: str | None = None) -> np.ndarray:
    marks = np.zeros((COUNT, DAYS), dtype=bool)
    rows = frame if flag is None else frame.filter(flag)  # type: ignore[attr-defined]
    marks[rows["person"].to_numpy(), rows["day"].to_numpy()] = True  # type: ignore[index]
    return marks


def test_planted_effect_is_recovered_and_the_confounded_one_is_none() -> None:
    people, behaviour = _live()
    active = _mark(behaviour.visits) | _mark(behaviour.store_visits)
    video, delivery = _mark(behaviour.visits, "video"), _mark(behaviour.visits, "delivery")
    bought = _mark(behaviour.purchases)
    last = {"video": np.full(COUNT, -999), "delivery": np.full(COUNT, -999)}
    activity = np.zeros(COUNT)
    rows, outcomes = [], []
    for day in range(DAYS):
        # A person-day counts when it is active; exposure and activity are those before it. Failed checkouts are no
        # purchases but were meant, so the pain's group is left out.
        eligible = active[:, day] & (people.segment != company.EVENING)
        exposed = [day - last[name] <= company.EFFECT_WINDOW_DAYS for name in ("video", "delivery")]
        rows.append(np.column_stack([*exposed, np.eye(4)[people.segment], np.log1p(2 * activity)])[eligible])
        outcomes.append(bought[eligible, day])
        for name, acts in (("video", video), ("delivery", delivery)):
            last[name] = np.where(bought[:, day], -999, np.where(acts[:, day], day, last[name]))
        activity = 0.85 * activity + active[:, day]
    exposures, outcome = np.vstack(rows).astype(float), np.concatenate(outcomes)

    def odds_ratios(columns: slice) -> np.ndarray:
        model = LogisticRegression(C=1e6, max_iter=2000).fit(exposures[:, columns], outcome)
        return np.exp(model.coef_[0, :2])

    crude, adjusted = odds_ratios(slice(0, 2)), odds_ratios(slice(0, None))
    assert crude[1] > 1.25
    assert 1.9 < adjusted[0] < 2.5
    assert 0.85 < adjusted[1] < 1.15


def test_pain_begins_on_its_day_in_its_group_only() -> None:
    _, behaviour = _live()
    visits = behaviour.visits.filter("checkout")
    segment = choose_people(Draws(7), 0, COUNT, COUNT, DAYS).segment[visits["person"].to_numpy()]
    group = (segment == company.EVENING) & (visits["category"].to_numpy() == company.PHONE)
    after = visits["day"].to_numpy() >= DAYS - company.PAIN_DAYS_BEFORE_END
    error = visits["error"].to_numpy()
    assert 0.6 < error[group & after].mean() < 0.7
    assert error[group & ~after].mean() < 0.06
    assert error[~group].mean() < 0.06


def test_segments_behave_differently() -> None:
    people, behaviour = _live()
    segment = people.segment

    def mean(frame: object) -> np.ndarray:
        return _mark(frame).sum(axis=1)

    visits, stores, bought = mean(behaviour.visits), mean(behaviour.store_visits), mean(behaviour.purchases)
    by_segment = [
        (visits[segment == n].mean(), stores[segment == n].mean(), bought[segment == n].mean()) for n in range(4)
    ]
    assert by_segment[company.STORE_FIRST][1] > 3 * max(by_segment[n][1] for n in (0, 1, 3))
    assert by_segment[company.LOYAL][2] > 2 * by_segment[company.EVENING][2]
    assert by_segment[company.EVENING][0] > 2 * by_segment[company.STORE_FIRST][0]


def test_local_hours_follow_summer_time() -> None:
    calendar = Calendar(end=DEFAULT_END, days=DAYS, drops=2)
    winter, summer = calendar.moments(np.array([0, 119]), np.array([12 * 3600.0, 12 * 3600.0]))
    assert (winter - calendar.start_microseconds) / 3.6e9 == 11
    assert (summer - calendar.start_microseconds) / 3.6e9 - 119 * 24 == 10


def test_drops_hold_history_first_and_then_a_day_each() -> None:
    calendar = Calendar(end=DEFAULT_END, days=DAYS, drops=3)
    assert calendar.drop_of(np.array([-3, 0, 117, 118, 119, 125])).tolist() == [0, 0, 0, 1, 2, 2]
    assert [calendar.drop_folder(drop) for drop in range(3)] == ["2026-04-28", "2026-04-29", "2026-04-30"]
