"""How the four kinds of customers differ: one entry a kind, in the order of company.SEGMENTS, or one row of weights.

Evening comparers look around on the phone at night, come from social networks, read reviews and compare. Loyal buyers
live in the app, mornings of working days, and buy again. Store-first people go to the store, telephone, and use the
site to find the way there. Price hunters come by advert, price portal and newsletter on a computer, at noon and at
weekends, and fill carts that they leave.
"""

from __future__ import annotations

import numpy as np

# --- who they are: chances
IS_KNOWN = np.array([0.55, 0.98, 0.96, 0.62])
HAS_ACCOUNT = np.array([1.0, 1.0, 0.5, 1.0])
HAS_CARD = np.array([0.04, 0.30, 0.85, 0.06])
HAS_PHONE = np.array([0.45, 0.7, 0.95, 0.45])
FIRST_DEVICE_IS_PHONE = np.array([0.98, 0.9, 0.3, 0.06])
HAS_SECOND_DEVICE = np.array([0.12, 0.22, 0.15, 0.16])
HAS_APP = np.array([0.25, 0.97, 0.06, 0.08])
READS_NEWSLETTER = np.array([0.22, 0.3, 0.12, 0.8])

# --- what they do: chances a day, unless told otherwise
NEED_STARTS = np.array([0.0055, 0.0085, 0.0060, 0.0070])
NEED_ENDS = np.array([0.075, 0.09, 0.07, 0.08])
WEB_IN_NEED = np.array([0.21, 0.12, 0.06, 0.17])
WEB_OTHERWISE = np.array([0.012, 0.006, 0.002, 0.012])
APP_OPENED = np.array([0.001, 0.06, 0.0, 0.0])
STORE_IN_NEED = np.array([0.008, 0.01, 0.19, 0.006])
STORE_OTHERWISE = np.array([0.0, 0.0005, 0.022, 0.0])
ADVICE_IN_NEED = np.array([0.004, 0.004, 0.055, 0.002])
PURCHASE_LOGIT = np.array([-3.95, -2.7, -3.8, -3.8])
VIDEO_LOGIT = np.array([-2.2, -0.6, -0.4, -2.1])
"""Log odds that a visit of somebody new to the site watches a product video."""
CART_CHANCE = np.array([0.18, 0.2, 0.05, 0.42])
CHECKOUT_CHANCE = np.array([0.46, 0.3, 0.25, 0.08])
COMPARE_CHANCE = np.array([0.75, 0.02, 0.04, 0.06])
NEWSLETTER_CLICK = np.array([0.01, 0.02, 0.01, 0.22])
NEWSLETTER_OPENED = np.array([0.12, 0.25, 0.1, 0.45])
PICKS_UP = np.array([0.05, 0.08, 0.8, 0.05])
PRAISES = np.array([0.05, 0.3, 0.08, 0.06])
RENEWS = np.array([0.3, 0.8, 0.55, 0.25])
CHATS = np.array([0.06, 0.05, 0.12, 0.07])
"""Chance that someone asks something in a chat during a visit."""
SALES_DEAL = np.array([0.005, 0.02, 0.06, 0.003])

# --- within a visit
GOES_ON = np.array([0.6, 0.32, 0.42, 0.42])
"""Chance that another page follows one that is not the home page."""
SAVES = np.array([0.45, 0.02, 0.02, 0.04])
"""Chance that a visit puts something on the wish list."""
SEES_OFFERS = np.array([0.03, 0.04, 0.03, 0.75])
FINDS_STORE = np.array([0.02, 0.02, 0.75, 0.02])
BUYS_AGAIN = np.array([0.0, 0.5, 0.02, 0.02])
"""Chance that a visit looks at the list of things bought before."""

# --- what they speak of, beside praise and blame
SIGNALS = ("goal", "motive", "wish", "expectation", "question", "need", "fear", "barrier")
SIGNAL_WEIGHTS = np.array(
    [
        [1.0, 1.0, 1.0, 1.0, 8.0, 0.5, 2.0, 1.0],
        [1.0, 3.0, 6.0, 4.0, 1.0, 0.5, 0.7, 1.0],
        [1.0, 1.0, 1.0, 1.0, 1.0, 8.0, 0.5, 4.0],
        [8.0, 1.5, 1.0, 1.0, 1.5, 0.5, 3.0, 0.7],
    ]
)
"""Evening comparers ask, and fear to be taken in; loyal buyers wish and find what they expected; store-first people
need somebody and are held up; price hunters are after a price, and fear to pay too much."""

# Rows: pages home, category, product, search, article, reviews; what follows home is the same for all.
PAGE_WEIGHTS = np.array(
    [
        [0.5, 0.5, 1.0, 0.4, 2.0, 5.0],
        [1.0, 0.4, 1.0, 3.0, 0.2, 0.1],
        [1.0, 1.0, 1.5, 0.3, 2.0, 0.2],
        [0.6, 2.5, 1.0, 1.0, 0.1, 0.1],
    ]
)
"""How much likelier than usual a page follows another one."""
PRODUCT_WEIGHTS = np.array(
    [
        [0.70, 0.04, 0.04, 0.18, 0.04],
        [0.06, 0.70, 0.04, 0.04, 0.16],
        [0.04, 0.04, 0.74, 0.14, 0.04],
        [0.05, 0.18, 0.04, 0.05, 0.68],
    ]
)
# Categories: lighting, kitchen, heating, security, cleaning, outlet.
CATEGORY_WEIGHTS = np.array(
    [
        [0.70, 0.04, 0.04, 0.16, 0.03, 0.03],
        [0.06, 0.70, 0.04, 0.04, 0.14, 0.02],
        [0.04, 0.04, 0.74, 0.12, 0.04, 0.02],
        [0.04, 0.08, 0.03, 0.03, 0.32, 0.50],
    ]
)
# Ways to arrive: company.ENTRIES.
ENTRY_WEIGHTS = np.array(
    [
        [0.12, 0.14, 0.03, 0.01, 0.40, 0.29, 0.0, 0.01],
        [0.84, 0.10, 0.02, 0.01, 0.01, 0.01, 0.0, 0.01],
        [0.22, 0.72, 0.03, 0.01, 0.01, 0.01, 0.0, 0.0],
        [0.04, 0.05, 0.04, 0.39, 0.02, 0.01, 0.0, 0.45],
    ]
)

# --- when: local hours of the day, and Monday to Sunday
_NIGHT = [3, 1, 0.3, 0.2, 0.2, 0.2, 0.5, 1, 1, 1, 1, 1, 1.5, 1.5, 1, 1, 1.5, 3, 12, 34, 46, 46, 32, 12]
_MORNING = [0.2, 0.2, 0.2, 0.2, 0.3, 3, 26, 44, 36, 20, 8, 4, 3, 2, 2, 2, 2, 2, 2, 1.5, 1, 1, 0.5, 0.3]
_AFTERNOON = [0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.5, 1, 3, 4, 6, 8, 12, 18, 26, 32, 32, 22, 5, 3, 2, 1, 0.5, 0.3]
_NOON = [0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.5, 1, 2, 3, 5, 16, 44, 44, 18, 8, 6, 4, 4, 3, 2, 1, 0.5, 0.3]
HOUR_WEIGHTS = np.array([_NIGHT, _MORNING, _AFTERNOON, _NOON])
WEEKDAY_FACTORS = np.array(
    [
        [1.0, 1.0, 1.0, 1.0, 1.1, 1.0, 1.1],
        [1.35, 1.35, 1.3, 1.3, 1.2, 0.25, 0.25],
        [0.7, 0.8, 0.9, 1.3, 1.6, 1.4, 0.3],
        [0.3, 0.3, 0.3, 0.4, 0.8, 2.5, 2.4],
    ]
)
