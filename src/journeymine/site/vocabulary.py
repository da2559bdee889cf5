"""Words that come to a page from a table or a setting and are shown in its language: `Words.translate` says them."""

from __future__ import annotations

from journeymine.improve.effects import CHANGE_NOTES
from journeymine.improve.pains import GOALS
from journeymine.improve.words import list_pain_words
from journeymine.moments.credits import NO_TOUCH
from journeymine.moments.effects import CAVEAT
from journeymine.site.page import KINDS
from journeymine.touchpoints.channels import CHANNEL_GROUPS

_OF_TABLES = (
    *("other", "converted", "abandoned", "open"),
    *("warn", "stop"),
    *("user_id", "email", "phone", "crm_id", "support_id", "loyalty_id", "other_id", "device"),
    *("emerged", "survived", "split", "absorbed", "disappeared"),
    *("stable", "tentative", "rejected", "unstable"),
    *("conversion", "another goal", "journey begins"),
)
STAGES = (
    *("awareness", "consideration", "purchase", "use", "service", "loyalty"),
    *("need", "choice of company", "site", "engagement", "purchase and use", "after-sales", "recommendation"),
    *("onboarding", "advocacy", "retention", "unmapped"),
)
"""Names of stages that projects take over as they come; a project's own name stays as it is."""
CHANNELS = (
    *CHANNEL_GROUPS,
    *("web", "app", "store", "phone", "email", "chat", "support", "crm", "survey", "sales team"),
)
"""Names of channels that journeymine gives by itself, and those of the rules it ships; others stay as they are."""


def list_words() -> dict[str, tuple[str, ...]]:
    """List them by the catalog they stand in."""
    return {
        "frame": (*_OF_TABLES, *STAGES, *KINDS),
        "channels": CHANNELS,
        "attribution": (NO_TOUCH,),
        "moments": (CAVEAT,),
        "pains": (*CHANGE_NOTES, GOALS, *list_pain_words()),
    }
