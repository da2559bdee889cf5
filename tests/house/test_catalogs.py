"""Whatever the site says, it can say in Russian and in Polish."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

import pytest
from babel.messages.catalog import Message

from docs.write_catalogs import LANGUAGES, catalog_folder, find_said, list_messages, read_catalogs

Entries = list[tuple[str, Message]]


@pytest.fixture(scope="module", params=LANGUAGES)
def entries(request: pytest.FixtureRequest) -> Entries:
    return [(name, message) for name, each in read_catalogs(request.param).items() for message in list_messages(each)]


def list_texts(message: Message) -> list[str]:
    """List the forms of a message's text."""
    return list(message.string) if isinstance(message.string, tuple) else [str(message.string)]


def list_ids(message: Message) -> list[str]:
    """List the English of a message: one, and many if it is counted."""
    return list(message.id) if isinstance(message.id, tuple) else [str(message.id)]


def find_placeholders(message: str) -> frozenset[str]:
    """Find the {names} of a message."""
    return frozenset(name for _, name, _, _ in Formatter().parse(message) if name is not None)


def find_tags(text: str) -> Counter[str]:
    """Count the elements a text opens and closes."""
    return Counter(re.findall(r"</?\w+[^>]*>|&\w+;", text))


def test_everything_said_is_translated_and_nothing_else_is(entries: Entries) -> None:
    said = {(one, many) for one, many in ((each.one, each.many) for each in find_said())}
    counted = {one for one, many in said if many is not None}
    wanted = {(one, many) for one, many in said if many is not None or one not in counted}
    held = {(ids[0], ids[1] if len(ids) > 1 else None) for _, message in entries for ids in [list_ids(message)]}
    assert sorted(map(str, wanted - held)) == [], "run docs/write_catalogs.py and translate what it adds"
    assert sorted(map(str, held - said)) == [], "run docs/write_catalogs.py"


def test_no_entry_is_empty_or_doubtful(entries: Entries) -> None:
    assert [f"{name}: {message.id}" for name, message in entries if message.fuzzy or not all(list_texts(message))] == []


def test_an_entry_keeps_the_values_and_the_elements_of_its_english(entries: Entries) -> None:
    changed = [
        f"{name}: {message.id}"
        for name, message in entries
        for text in list_texts(message)
        if find_placeholders(text) != frozenset().union(*map(find_placeholders, list_ids(message)))
        or find_tags(text) != find_tags(list_ids(message)[-1])
    ]
    assert changed == []


def test_a_counted_entry_has_the_three_forms_of_its_language(entries: Entries) -> None:
    counted = [(name, message) for name, message in entries if isinstance(message.id, tuple)]
    assert counted
    assert [f"{name}: {message.id}" for name, message in counted if len(list_texts(message)) != 3] == []


def test_no_text_holds_a_quote_that_would_end_an_attribute(entries: Entries) -> None:
    said = [text for _, message in entries for text in (*list_ids(message), *list_texts(message))]
    assert [text for text in said if '"' in text] == []


def test_an_entry_stands_in_one_catalog_only(entries: Entries) -> None:
    counts = Counter(str(message.id) for _, message in entries)
    assert {message for message, count in counts.items() if count > 1} == set()


def test_the_languages_have_the_same_catalogs() -> None:
    first, *others = ({path.name for path in (catalog_folder() / language).glob("*.po")} for language in LANGUAGES)
    assert first
    assert all(other == first for other in others)
