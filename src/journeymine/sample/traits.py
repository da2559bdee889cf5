"""What the CRM says of people, as far as it knows: age, education, income, family, work, interests, where from."""

from __future__ import annotations

import numpy as np

VALUES = {
    "age_band": ("18-24", "25-34", "35-44", "45-54", "55-64", "65+"),
    "education": ("secondary", "vocational", "bachelor", "master"),
    "income_band": ("low", "middle", "upper middle", "high"),
    "family": ("single", "couple", "family with children"),
    "jobtitle": ("teacher", "engineer", "nurse", "manager", "driver", "accountant", "designer", "student", "retired"),
    "industry": ("education", "manufacturing", "health", "trade", "transport", "finance", "media"),
    "interests": ("energy saving", "design", "cooking", "security", "gadgets", "bargains"),
    "heard_from": ("search", "friends", "social media", "store", "advert", "newsletter"),
}
_KNOWN_SHARES = {
    "age_band": (0.75, 0.85, 0.8, 0.7),
    "education": (0.4, 0.55, 0.4, 0.4),
    "income_band": (0.3, 0.45, 0.3, 0.35),
    "family": (0.55, 0.65, 0.5, 0.45),
    "jobtitle": (0.5, 0.7, 0.55, 0.5),
    "industry": (0.45, 0.65, 0.4, 0.4),
    "interests": (0.6, 0.75, 0.5, 0.6),
    "heard_from": (0.6, 0.6, 0.65, 0.6),
}
"""Share of each kind of customer of whom the CRM knows it; the kinds in the order of company.SEGMENTS."""
_MIXES = {
    "age_band": ([2, 12, 8, 2, 1, 0.5], [0.5, 4, 9, 7, 3, 1], [0.5, 1, 2, 4, 8, 9], [9, 7, 3, 2, 2, 1]),
    "education": ([2, 2, 5, 5], [1, 2, 5, 7], [4, 6, 2, 1], [6, 3, 4, 1]),
    "income_band": ([2, 6, 4, 1], [1, 3, 6, 4], [3, 6, 2, 1], [8, 5, 1, 0.3]),
    "family": ([1, 3, 9], [2, 5, 5], [3, 6, 2], [6, 2, 5]),
    "jobtitle": (
        [3, 2, 5, 1, 1, 2, 5, 0.5, 0.2],
        [2, 6, 1, 7, 0.5, 4, 2, 0.2, 0.5],
        [2, 1, 2, 1, 3, 1, 0.2, 0.2, 9],
        [1, 1, 2, 0.5, 4, 1, 1, 8, 1],
    ),
    "industry": (
        [4, 1, 5, 2, 1, 1, 4],
        [2, 5, 1, 3, 0.5, 6, 2],
        [2, 4, 2, 4, 3, 0.5, 0.2],
        [3, 2, 2, 6, 5, 0.5, 1],
    ),
    "interests": (
        [1, 8, 1, 4, 1, 0.5],
        [5, 2, 7, 1, 4, 0.3],
        [6, 0.5, 2, 5, 0.5, 1],
        [1, 1, 1, 1, 4, 9],
    ),
    "heard_from": (
        [2, 3, 9, 0.3, 1, 0.3],
        [3, 8, 1, 1, 1, 2],
        [3, 5, 0.3, 9, 1, 0.3],
        [3, 1, 1, 0.3, 8, 4],
    ),
}


def _weigh(trait: str) -> np.ndarray:
    """Bring the mixes to the share that is known; what is left is unknown, the last column."""
    mixes = np.array(_MIXES[trait], dtype=np.float64)
    known = np.array(_KNOWN_SHARES[trait])[:, None]
    return np.hstack([mixes / mixes.sum(axis=1, keepdims=True) * known, 1 - known])


WEIGHTS = {trait: _weigh(trait) for trait in VALUES}
"""By trait, (n_segments, n_values + 1): how likely each value is, unknown last."""
