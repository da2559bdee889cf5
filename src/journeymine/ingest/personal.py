"""Which columns, and names within JSON values, are personal by what they are called: in English and its neighbours.

What bears such a name and is mapped to nothing is not kept: neither in props nor in a rejected line.
"""

from __future__ import annotations

import re

from journeymine.ingest.names import plain_name

_WORDS = (
    *("e?mails?", "phones?", "mobile", "tel", "telephone", "fax"),
    *("(first|last|full|sur|middle|maiden|user|nick|display)_?names?", "name"),
    *("address", "addr", "street", "zip", "zipcode", "postcode", "postal_code", "ip", "ipv[46]", "ipaddress"),
    *("birth", "birthday", "birthdate", "dob", "ssn", "pesel", "nip", "passport", "iban", "card", "card_number"),
    *("password", "token", "signature", "geo_latitude", "geo_longitude", "latitude", "longitude"),
    # Polish
    *("imi[eę]", "imienia", "nazwisk[oa]", "adresu?", "telefonu?", "kom[oó]rk[ai]", "ulic[ay]", "kod_?pocztowy"),
    *("urodzenia", "dow[oó]d", "paszportu?", "has[lł]o"),
    # Russian and Ukrainian
    *("имя", "имени", "фамили[яи]", "отчеств[оа]", "фио", "адреса?", "телефона?", "почт[аы]", "пошт[аи]", "улиц[аы]"),
    *("рождения", "народження", "инн", "снилс", "паспорта?", "пароль", "ім.?я", "імені", "прізвищ[ея]", "вулиц[яі]"),
    # German, Spanish, French
    *("vorname", "nachname", "adresse", "stra(ss|ß)e", "plz", "geburtsdatum", "geburtstag", "telefon", "handy"),
    *("nombre", "apellidos?", "correo", "tel[eé]fono", "direcci[oó]n", "nacimiento", "pr[eé]nom", "naissance"),
)
PERSONAL_WORDS = f"({'|'.join(_WORDS)})"
_PERSONAL = re.compile(rf"(^|_){PERSONAL_WORDS}(_|\d|$)")
_PERSONS = (
    *("customer", "client", "user", "buyer", "recipient", "contact", "patient", "guest", "author", "sender", "agent"),
    *("assignee", "assigned_to", "employee", "manager", "owner", "(ordered|created|signed|handled|submitted|sent)_by"),
    *("(ship|bill|sold|deliver|shipped|billed|delivered)_to", "(contact|customer|client|user)_(details|info|person)"),
    *("klient(ka)?", "kupuj[aą]cy", "odbiorca", "u[zż]ytkownik", "pacjent(ka)?"),
    *("pracownik", "клиент", "покупатель", "получатель", "пользователь", "пациент", "менеджер", "сотрудник", "автор"),
    *("клієнт", "покупець", "одержувач", "користувач", "kunde", "kundin", "nutzer", "cliente", "usuario"),
)
PERSON_WORDS = f"({'|'.join(_PERSONS)})"
"""What calls a person and says nothing more: its column holds a name as often as a number."""
_PERSON = re.compile(PERSON_WORDS)
_FREE_TEXT = re.compile(
    r"(^|_)(notes?|subject|descriptions?|details|body|messages?|comments?|remarks?|uwagi|komentarz|opis|комментари[йи]|"
    r"заметк[аи]|описание)(_|\d|$)"
)
_VERSION = re.compile(r"(^|_)(version|build|release|firmware)(_|\d|$)")

_HUMPED = (
    r"(?-i:(?:First|Last|Full|Sur|Middle|Maiden|User|Nick|Display)[Nn]ames?|E?[Mm]ails?|Phones?|Address|Street|Zip|"
    r"Birth(?:day|[Dd]ate)?|Password|Token|Iban|Passport)"
)
NESTED_NAME = rf'(?i)"(?:(?:[^"\\]*[_ .-])?{PERSONAL_WORDS}(?:[_ .\d-][^"\\]*)?|[^"\\]*(?-i:[a-z]){_HUMPED})\\*"\s*:\s*'
"""A personal name and its colon in JSON, for DuckDB: also within texts that are JSON themselves."""
NESTED_PERSON = rf'(?i)"{PERSON_WORDS}\\*"\s*:\s*'
"""The same of a person: what is a text there may be a name, an object is looked into."""

NAME_SHAPE = r"\s*\p{Lu}[\p{L}.'’-]+(?:[ ,]+\p{Lu}[\p{L}.'’-]*){0,3}\s*"
"""One to four words with capitals, for DuckDB: in a column that nothing names they may be somebody's name."""


def is_personal(name: str) -> bool:
    """Tell whether a column, or a name within a JSON value, is personal by its name: `Last Name`, `customerEmail`.

    So is a column that is called by a person alone, `Client`; `client_type` and `client_id` are not.
    """
    plain = plain_name(name)
    return bool(_PERSONAL.search(plain) or _PERSON.fullmatch(plain))


def is_free_text(name: str) -> bool:
    """Tell whether a column is by its name one that people write into as they please."""
    return bool(_FREE_TEXT.search(plain_name(name)))


def is_version(name: str) -> bool:
    """Tell whether a column is by its name a program's version: four numbers there are no address of a machine."""
    return bool(_VERSION.search(plain_name(name)))
