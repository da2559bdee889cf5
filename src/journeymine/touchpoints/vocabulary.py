"""What events are usually called at each stage, so that suggested rules need less editing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

USUAL_WORDS: tuple[tuple[str, str], ...] = (
    ("service", r"ticket|support|complain|refund|return(ed|s)?$|return_|help|faq|chat|call|cancel|claim|incident"),
    ("loyalty", r"review|rating|rate_|nps|survey|referr|invite|share|renew|loyal|reward|repeat|churn|unsubscribe"),
    (
        "purchase",
        r"cart|basket|checkout|purchase|order|pay(ment)?|buy|bought|deliver|shipping|confirm|transaction|invoice|subscri",
    ),
    ("use", r"log_?in|logged|sign_?in|account|profile|app_|feature|usage|dashboard|onboard|install|open_app|settings"),
    (
        "consideration",
        r"product|item|catalog|search|compar|categor|pric(e|ing)|detail|wish|list|demo|trial|quote|register|sign_?up",
    ),
    ("awareness", r"home|landing|promo|ad_|ads|impression|campaign|email|visit|page|main|banner|blog|click|view"),
)
"""Stage -> words in an event's name, tried from top to bottom; the stages are those of [stages].order by default."""

GOAL_WORDS = (
    r"purchase|order_?(placed|completed|paid|confirmed)|checkout_?(complete|success)|payment_?(done|success|succe|complete)",
    r"transaction|bought|paid|conversion|converted|subscri(bed|ption_started)|deal_?won",
    r"sign_?up|registered|registration_?(complete|done)|lead",
)
"""What a good end is called, the surest first."""


def find_stage(event_name: str, stages: Sequence[str]) -> str:
    """Return the stage an event's name speaks of; the first one if it speaks of none, or of one that there is not."""
    plain = _plain(event_name)
    for stage, words in USUAL_WORDS:
        if stage in stages and re.search(words, plain):
            return stage
    return stages[0]


def find_goal(event_names: Iterable[str]) -> str | None:
    """Return the event that is most likely a good end, or None."""
    names = list(event_names)
    for words in GOAL_WORDS:
        found = [name for name in names if re.search(words, _plain(name))]
        if found:
            return found[0]
    return None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())
