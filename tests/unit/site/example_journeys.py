"""A small invented company whose journeys are drawn with a fixed seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STAGES = ("awareness", "consideration", "purchase", "use", "service", "loyalty")
HOSTILE = "unmapped: <script>alert('x')</script>"
FORMULA = '=HYPERLINK("evil","click")'
RIGHT_TO_LEFT = "Promo \u202eegap\u202c"
TOUCHPOINTS = {
    "Advert click": ("awareness", "paid search"),
    "Social post": ("awareness", "social"),
    "Newsletter opened": ("awareness", "email"),
    "Home page": ("consideration", "web"),
    "Product page": ("consideration", "web"),
    "Store visit": ("consideration", "store"),
    RIGHT_TO_LEFT: ("consideration", "web"),
    "Cart": ("purchase", "web"),
    "Checkout": ("purchase", "web"),
    "Order placed": ("purchase", "web"),
    "First login": ("use", "app"),
    "Feature used": ("use", "app"),
    "Ticket opened: delivery": ("service", "support"),
    "Ticket solved": ("service", "support"),
    FORMULA: ("service", "support"),
    "Review written": ("loyalty", "web"),
    "Subscription renewed": ("loyalty", "crm"),
    HOSTILE: ("unmapped", "web"),
    "Hidden corner": ("consideration", "web"),
}
FOLLOWERS = {
    "Advert click": {"Home page": 5, "Product page": 4},
    "Social post": {"Home page": 4, "Product page": 3, RIGHT_TO_LEFT: 1},
    "Newsletter opened": {"Product page": 5, "Home page": 2},
    "Home page": {"Product page": 7, "Store visit": 1, HOSTILE: 0.4},
    "Product page": {"Product page": 3, "Cart": 4, "Store visit": 1, RIGHT_TO_LEFT: 0.5, HOSTILE: 0.3},
    RIGHT_TO_LEFT: {"Cart": 3, "Product page": 1},
    "Store visit": {"Product page": 2, "Cart": 1},
    "Cart": {"Checkout": 6, "Product page": 2},
    "Checkout": {"Order placed": 6, "Cart": 1, "Ticket opened: delivery": 0.5},
    "Order placed": {"First login": 1},
    "First login": {"Feature used": 5, "Ticket opened: delivery": 1},
    "Feature used": {"Feature used": 3, "Ticket opened: delivery": 1, "Review written": 2, "Subscription renewed": 2},
    "Ticket opened: delivery": {"Ticket solved": 5, FORMULA: 1},
    FORMULA: {"Ticket solved": 1},
    "Ticket solved": {"Feature used": 2, "Product page": 1, "Review written": 1},
    "Review written": {"Product page": 2, "Subscription renewed": 1},
    HOSTILE: {"Product page": 1},
    "Hidden corner": {"Home page": 1},
}
GOALS = {"Order placed": "purchase", "Subscription renewed": "renewal"}
AS_OF = datetime(2026, 3, 31, 22, 15, tzinfo=UTC)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Journey:
    """One journey as the reference sees it: who, what in which order, when, how it ended."""

    customer: int
    steps: tuple[str, ...]
    times: tuple[datetime, ...]
    status: str
    goal: str | None

    @property
    def channel(self) -> str:
        """The channel of the first step."""
        return TOUCHPOINTS[self.steps[0]][1]


def draw_journeys(customers: int = 500, seed: int = 7) -> list[Journey]:
    """Draw journeys: entry by weight, a Markov walk, ended by a goal, by leaving or by the end of observation."""
    dice = random.Random(seed)
    journeys: list[Journey] = []
    for customer in range(customers):
        now = BEGIN + timedelta(minutes=dice.randrange(80 * 24 * 60))
        touchpoint = dice.choices(["Advert click", "Social post", "Newsletter opened", "Home page"], [4, 2, 2, 2])[0]
        if customer < 4:
            touchpoint = "Hidden corner"
        for _ in range(4):
            steps, times = [touchpoint], [now]
            while steps[-1] not in GOALS and steps[-1] in FOLLOWERS and dice.random() < 0.86:
                following = FOLLOWERS[steps[-1]]
                steps.append(dice.choices(list(following), list(following.values()))[0])
                times.append(times[-1] + timedelta(seconds=int(dice.lognormvariate(8, 2))))
            kept = [(s, t) for s, t in zip(steps, times, strict=True) if t <= AS_OF]
            if not kept:
                break
            steps, times = [s for s, _ in kept], [t for _, t in kept]
            goal = GOALS.get(steps[-1])
            status = "converted" if goal else "open" if AS_OF - times[-1] < timedelta(days=20) else "abandoned"
            journeys.append(Journey(customer, tuple(steps), tuple(times), status, goal))
            if goal is None:
                break
            touchpoint = "First login" if goal == "purchase" else "Product page"
            now = times[-1] + timedelta(hours=dice.randrange(1, 200))
            if now > AS_OF:
                break
    return journeys
