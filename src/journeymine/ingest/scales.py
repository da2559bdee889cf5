"""Which scale a column of ratings is on, judged by its name and its values."""

from __future__ import annotations

from journeymine.ingest.names import plain_name

_NAMED = (("nps", "nps"), ("recommend", "nps"), ("csat", "csat"), ("satisf", "csat"), ("ces", "ces"), ("effort", "ces"))
_TOPS = {"csat": (5, 7, 10), "ces": (5, 7)}
"""Of a scale that begins at 1, the best answers that are usual."""
LEAST_NPS = 8
"""From this answer on a scale without a name is taken for that of the NPS: others that are usual end at 7."""


def guess_scale(name: str, low: float, high: float) -> str | None:
    """Guess the scale of ratings; None where neither name nor values tell it: a wrong one makes wrong scores.

    Args:
        name: The column's name.
        low: The smallest rating.
        high: The largest one.

    >>> guess_scale("NPS score", 0, 10), guess_scale("rating", 1, 5), guess_scale("helpful", 0, 1)
    ('nps', 'stars5', 'thumbs')
    >>> guess_scale("csat", 1, 5), guess_scale("score", 1, 7), guess_scale("stars", 0, 5)
    ('csat5', None, None)
    """
    parts = plain_name(name).split("_")
    scale = next((scale for word, scale in _NAMED if any(part.startswith(word) for part in parts)), None)
    if scale in _TOPS:
        top = next((top for top in _TOPS[scale] if low >= 1 and high <= top), None)
        return None if top is None else f"{scale}{top}"
    if low >= 0 and high <= 10 and (scale == "nps" or high >= LEAST_NPS):
        return "nps"
    if scale == "nps" or not 0 <= low <= high <= 5:
        return None
    if low >= 1:
        return "stars5"
    return "thumbs" if high == 1 else None
