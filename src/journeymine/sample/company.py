"""The invented company: what it sells, where, and how its four kinds of customers differ."""

from __future__ import annotations

import numpy as np

NAME = "Sample company"
TIMEZONE = "Europe/Warsaw"
SITE = "https://shop.example"

SEGMENTS = ("evening_phone_comparers", "loyal_repeat_buyers", "store_first", "price_hunters")
EVENING, LOYAL, STORE_FIRST, PRICE = range(4)
SEGMENT_WEIGHTS = (0.30, 0.22, 0.20, 0.28)

LANGUAGES = ("en", "ru", "pl")
LANGUAGE_WEIGHTS = (0.35, 0.25, 0.40)
COUNTRIES = ("Poland", "United Kingdom", "Germany", "Kazakhstan")
COUNTRY_WEIGHTS = ((0.15, 0.60, 0.25, 0.0), (0.45, 0.0, 0.15, 0.40), (0.95, 0.02, 0.03, 0.0))

CATEGORIES = ("lighting", "kitchen", "heating", "security", "cleaning", "outlet")
PRODUCTS = tuple(
    f"{name}-{number}" for name in ("lamp", "kettle", "thermostat", "camera", "vacuum") for number in range(1, 7)
)
PRICES = np.array([39 + 37 * index % 260 + 0.9 for index in range(len(PRODUCTS))])
ARTICLES = ("choosing-a-thermostat", "light-and-sleep", "quiet-vacuums", "save-energy", "safe-home")
HELP_PAGES = ("/help/returns", "/help/setup", "/help/warranty", "/help/payment")
SEARCHES = (
    "lamp",
    "cheap kettle",
    "thermostat wifi",
    "camera outdoor",
    "vacuum quiet",
    "sale",
    "filter",
    "гарантия",
    "żarówka",
)
FEATURES = ("schedule", "scene", "voice_control", "energy_report", "firmware_update")

STORES = ("Warsaw Centre", "Kraków", "Gdańsk", "Wrocław", "Berlin Mitte")
STORE_TEAMS = ("store north", "store south")
CALL_TEAMS = ("advice line", "service line")
AGENTS = (9001, 9002, 9003, 9004)
OWNERS = (71, 72, 73)
PORTAL = 4242

# A kind of visit arrives through one of these: (source, medium, campaign, referrer, is by an advert's click id).
ENTRIES: tuple[tuple[str, str, str, str, bool], ...] = (
    ("(direct)", "(none)", "(direct)", "", False),
    ("google", "organic", "(organic)", "https://www.google.com/", False),
    ("google", "cpc", "brand_search", "https://www.google.com/", True),
    ("google", "cpc", "spring_sale", "https://www.google.com/", True),
    ("instagram.com", "paid_social", "reels_lamps", "https://instagram.com/", False),
    ("facebook.com", "social", "(not set)", "https://facebook.com/", False),
    ("newsletter", "email", "newsletter", "", False),
    ("price-compare.example", "referral", "(referral)", "https://price-compare.example/", False),
)
EMAIL_ENTRY = 6
# What is paid for: (entry, clicks per customer and day, share of impressions that is clicked, euros a click).
ADVERTS = ((2, 0.0009, 0.08, 0.9), (3, 0.0042, 0.03, 1.6), (4, 0.0056, 0.012, 1.1))
NEWSLETTER_EVERY_DAYS = 14
FIRST_NEWSLETTER_DAY = 4

# The planted truth.
EFFECT_TOUCHPOINT = "Product video"
EFFECT_ODDS_RATIO = 2.2
EFFECT_WINDOW_DAYS = 14
CONFOUNDED_TOUCHPOINT = "Delivery information"
PAIN_DAYS_BEFORE_END = 60
PAIN_ERROR_CHANCE = 0.65
USUAL_ERROR_CHANCE = 0.03
ABANDON_AFTER_ERROR_CHANCE = 0.85
DRIFT_DAYS_BEFORE_END = 40

PHONE, DESKTOP, TABLET = range(3)
DEVICE_CATEGORIES = ("mobile", "desktop", "tablet")
