"""The people behind the events: who they are, which identifiers they have and which devices they use."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from journeymine.sample import company, habits, traits
from journeymine.sample.draws import Booleans, Draws, Integers

DEVICE_SLOTS = 4
"""Cookies of a person: 0 first browser, 1 second browser, 2 the app, 3 the first browser after clearing its cookies."""

_NAMES = (
    (
        ("anna", "james", "emily", "oliver", "grace", "harry", "lucy", "daniel", "sophie", "thomas"),
        ("smith", "walker", "hughes", "clarke", "turner", "parker", "collins", "bennett", "murphy", "cook"),
    ),
    (
        ("ivan", "olga", "sergey", "elena", "dmitry", "natalia", "pavel", "irina", "alexey", "marina"),
        ("ivanov", "petrova", "smirnov", "orlova", "volkov", "zaitseva", "morozov", "belova", "novikov", "lebedeva"),
    ),
    (
        ("piotr", "katarzyna", "tomasz", "agnieszka", "marek", "joanna", "pawel", "magda", "krzysztof", "ewa"),
        (
            "nowak",
            "kowalska",
            "wisniewski",
            "zielinska",
            "lewandowski",
            "dabrowska",
            "wojcik",
            "mazur",
            "krawczyk",
            "piotrowska",
        ),
    ),
)
_MAIL_HOSTS = ("mail.example", "post.example", "example.com", "example.org")
_DIALLING = ((44, 7_400_000_000, 100_000_000), (7, 9_100_000_000, 100_000_000), (48, 510_000_000, 90_000_000))


@dataclass(frozen=True)
class People:
    """Persons of one chunk; every array has one entry a person.

    `frame` holds the texts (e-mails, phones, attributes); the arrays hold what behaviour depends on.
    """

    person: Integers
    segment: Integers
    language: Integers
    arrival_day: Integers
    is_known: Booleans
    has_account: Booleans
    has_card: Booleans
    has_phone: Booleans
    is_online: Booleans
    has_app: Booleans
    reads_newsletter: Booleans
    device: Integers
    second_device: Integers
    cookie_day: Integers
    has_tablet: Booleans
    is_merged: Booleans
    frame: pl.DataFrame


def choose_people(draws: Draws, first: int, count: int, customers: int, days: int) -> People:
    """Make the persons `first` to `first + count - 1` of `customers`.

    Returns:
        Their properties; second_device is -1 and cookie_day is `days` where there is none.
    """
    person = np.arange(first, first + count, dtype=np.int64)
    segment = draws.choose("segment", company.SEGMENT_WEIGHTS, person)
    language = draws.choose("language", company.LANGUAGE_WEIGHTS, person)
    is_known = draws.chance("known", habits.IS_KNOWN[segment], person)
    has_account = is_known & draws.chance("account", habits.HAS_ACCOUNT[segment], person)
    has_card = is_known & draws.chance("card", habits.HAS_CARD[segment], person)
    has_phone = is_known & (draws.chance("phone", habits.HAS_PHONE[segment], person) | ~has_account)
    device = np.where(
        draws.chance("first device", habits.FIRST_DEVICE_IS_PHONE[segment], person), company.PHONE, company.DESKTOP
    )
    has_second = has_account & draws.chance("second device", habits.HAS_SECOND_DEVICE[segment], person)
    # One household in forty shares a tablet: persons 2k and 2k + 1, both with accounts.
    household = person // 2
    sharing = draws.chance("household tablet", 0.045, household)
    partner = np.minimum(person ^ 1, customers - 1)
    has_tablet = sharing & has_account & (partner != person) & _has_account(draws, partner)
    cleared = has_account & draws.chance("cookies cleared", 0.10, person)
    early = draws.uniform("arrival", person) ** 2.2
    return People(
        person=person,
        segment=segment,
        language=language,
        arrival_day=(early * days * 0.98).astype(np.int64),
        is_known=is_known,
        has_account=has_account,
        has_card=has_card,
        has_phone=has_phone,
        is_online=~is_known | has_account,
        has_app=has_account & draws.chance("app", habits.HAS_APP[segment], person),
        reads_newsletter=is_known & draws.chance("newsletter", habits.READS_NEWSLETTER[segment], person),
        device=device,
        second_device=np.where(has_second, 1 - device, -1),
        cookie_day=np.where(cleared, draws.integers("cookie day", days, person), days),
        has_tablet=has_tablet,
        is_merged=is_known & draws.chance("merged contact", 0.035, person),
        frame=_describe(draws, person, segment, language),
    )


def _has_account(draws: Draws, person: Integers) -> Booleans:
    """Say whether persons have an account, from their draws alone (the partner may lie in another chunk)."""
    segment = draws.choose("segment", company.SEGMENT_WEIGHTS, person)
    known = draws.chance("known", habits.IS_KNOWN[segment], person)
    return known & draws.chance("account", habits.HAS_ACCOUNT[segment], person)


def write_device_ids(draws: Draws, person: Integers, slot: Integers) -> pl.Series:
    """Write the cookie (or app instance) of a person's slot the way GA4 does, such as 1438021754.1767312000."""
    index = person * DEVICE_SLOTS + slot
    offset = int(draws.integers("device offset", 2**31 - 1, 0)[0])
    first = (index * 1_103_515_245 + offset) % (2**31 - 1)  # a prime modulus and a factor below it: no two are equal
    second = 1_700_000_000 + draws.integers("device second", 60_000_000, index)
    return pl.Series("device", first).cast(pl.String) + "." + pl.Series(second).cast(pl.String)


def write_tablet_ids(draws: Draws, household: Integers) -> pl.Series:
    """Write the cookie of a household's shared tablet; its shape differs from a person's, so it never equals one."""
    second = 1_700_000_000 + draws.integers("tablet second", 60_000_000, household)
    return pl.Series("device", 3_000_000_000 + household * 7).cast(pl.String) + "." + pl.Series(second).cast(pl.String)


def _describe(draws: Draws, person: Integers, segment: Integers, language: Integers) -> pl.DataFrame:
    """Write names, addresses and attributes: one row a person."""
    first_names = np.array([names[0] for names in _NAMES])[language, draws.integers("first name", 10, person)]
    last_names = np.array([names[1] for names in _NAMES])[language, draws.integers("last name", 10, person)]
    host = draws.integers("mail host", len(_MAIL_HOSTS), person)
    plan = np.array(_DIALLING, dtype=np.int64)[language]
    phone_offset = draws.integers("phone offset", plan[:, 2], language)
    subscriber = plan[:, 1] + (person * 7_919 + phone_offset) % plan[:, 2]
    columns = {
        trait: np.array([*values, ""])[draws.choose(trait, traits.WEIGHTS[trait][segment], person)]
        for trait, values in traits.VALUES.items()
    }
    return pl.DataFrame(
        {
            "person": person,
            "first_name": first_names,
            "last_name": last_names,
            "host": np.array(_MAIL_HOSTS)[host],
            "second_host": np.array(_MAIL_HOSTS)[(host + 1) % len(_MAIL_HOSTS)],
            "dialling": plan[:, 0],
            "subscriber": subscriber,
            "language": np.array(company.LANGUAGES)[language],
            "country": np.array(company.COUNTRIES)[
                draws.choose("country", np.array(company.COUNTRY_WEIGHTS)[language], person)
            ],
            **columns,
        }
    ).with_columns(
        truth_person=pl.format("p{}", pl.col("person").cast(pl.String).str.zfill(7)),
        user_id=pl.format("u{}", pl.col("person") * 37 + 100_003),
        crm_id=pl.format("{}", pl.col("person") * 2 + 5_000_001),
        merged_crm_id=pl.format("{}", pl.col("person") * 2 + 5_000_002),
        support_id=pl.format("{}", pl.col("person") * 3 + 370_000_001),
        loyalty_id=pl.format("LC-{}", (pl.col("person") * 11 + 10_000_019)),
        email=pl.format("{}.{}{}@{}", "first_name", "last_name", pl.col("person") + 10, "host"),
        second_email=pl.format("{}{}@{}", "first_name", pl.col("person") + 10, "second_host"),
        phone=pl.format("+{}{}", "dialling", "subscriber"),
    )


def write_phone(variant: pl.Expr) -> pl.Expr:
    """Spell the phone in one of three ways: +48510000000, +48 510 000 000 or 0048510000000."""
    number = pl.col("subscriber").cast(pl.String)
    spaced = pl.concat_str(
        pl.lit("+"),
        pl.col("dialling").cast(pl.String),
        pl.lit(" "),
        number.str.slice(0, 3),
        pl.lit(" "),
        number.str.slice(3, 3),
        pl.lit(" "),
        number.str.slice(6),
    )
    return (
        pl.when(variant == 0)
        .then("phone")
        .when(variant == 1)
        .then(spaced)
        .otherwise(pl.concat_str(pl.lit("00"), pl.col("dialling").cast(pl.String), number))
    )
