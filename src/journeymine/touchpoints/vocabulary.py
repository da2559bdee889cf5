"""What events are usually called at each stage, so that suggested rules need less editing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

USUAL_WORDS: tuple[tuple[str, str], ...] = (
    (
        "service",
        r"ticket|support|complain|refund|return(ed|s)?$|return_|help|faq|chat|call|cancel|claim|incident|conversation"
        r"|error|reklamac|zwrot|zgłosz|rozmow|telefon|infolini|обращени|жалоб|возврат|звон|чат|поддержк|ошибк",
    ),
    (
        "loyalty",
        r"review|rating|rate_|nps|survey|feedback|referr|invite|share|renew|loyal|reward|repeat|churn|unsubscribe"
        r"|opini|ocen|ankiet|polec|отзыв|оценк|опрос|рекоменд",
    ),
    (
        "purchase",
        r"cart|basket|checkout|purchase|order|pay(ment)?|buy|bought|deliver|shipping|confirm|transaction|invoice|subscri"
        r"|deal_|opportunity_|contract|approv|granted|zakup|kup(no|ion|ił)|koszyk|zamówi|płatno|bilet|umow"
        r"|покупк|заказ|корзин|оплат|плат[её]ж|договор|заявк|кредит",
    ),
    (
        "use",
        r"log_?in|logged|sign_?in|account|profile|app_|feature|usage|dashboard|onboard|install|open_app|settings"
        r"|import|export|upload|comment|transfer|created|konto|logowan|przelew|вход_в|профил|перевод",
    ),
    (
        "consideration",
        r"product|item|catalog|search|compar|categor|pric(e|ing)|detail|wish|list|demo|trial|quote|register|sign_?up|form(_|$)"
        r"|signed_up|lead(_|$)|produkt|szuka|rejestrac|товар|поиск|регистрац|каталог",
    ),
    (
        "awareness",
        r"home|landing|promo|ad_|ads|impression|campaign|email|visit|page|main|banner|blog|click|view"
        r"|wejści|wizyt|визит|посещ",
    ),
)
"""Stage -> words in an event's name, tried from top to bottom; the stages are those of [stages].order by default."""

USUAL_CHANNELS: dict[str, str] = {
    **dict.fromkeys(("ga4", "snowplow", "segment", "posthog", "matomo", "shopify"), "web"),
    **dict.fromkeys(("hubspot", "salesforce"), "sales"),
    **dict.fromkeys(("zendesk", "intercom", "conversations"), "support"),
    **dict.fromkeys(("survey", "qualtrics", "feedback"), "survey"),
    "reviews": "reviews",
}
"""Kind of source -> where what it tells of happens; any other source is a channel of its own."""

GOAL_WORDS = (
    r"purchase|^orders?$|^sale$|order_?(placed|completed|paid|confirmed)|checkout_?(complete|success)|payment_?(done|success|succe|complete)",
    r"transaction|bought|paid|conversion|converted|subscri(bed|ption_started)|deal_?won",
    r"^zakup|^zamówienie$|^заказ$|zamówienie_?(złożone|opłacone)|покупка|заказ_?(оформлен|оплачен)|(account|loan|policy)_?(opened|granted|issued)",
    r"sign_?up|signed_up|registered|registration_?(complete|done)|lead",
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
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())
