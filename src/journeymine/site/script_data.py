"""What a page hands to its scripts: data as JSON, and the words the scripts say, found in the scripts themselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from markupsafe import Markup

from journeymine.site.words import Words

_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_TEXT = r'"((?:[^"\\]|\\.)*)"'
_SAID = re.compile(rf"\b(?:say|mark)\(\s*{_TEXT}")
_COUNTED = re.compile(rf"\bsayCount\(\s*{_TEXT}\s*,\s*{_TEXT}")


def render_json(value: object) -> Markup:
    """Render a value as JSON that can stand inside a script element: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for character, escaped in _JSON_ESCAPES.items():
        text = text.replace(character, escaped)
    return Markup(text)


def find_messages(script: str) -> Iterable[tuple[str, str | None]]:
    """Find the texts a script says by say("..."), mark("...") or sayCount("...", "...", n): one, and many if counted.

    >>> list(find_messages('say("Next"); sayCount("{count} way", "{count} ways", n)'))
    [('Next', None), ('{count} way', '{count} ways')]
    """
    for found in _SAID.finditer(script):
        yield json.loads(f'"{found[1]}"'), None
    for found in _COUNTED.finditer(script):
        yield json.loads(f'"{found[1]}"'), json.loads(f'"{found[2]}"')


def write_dictionary(scripts: Iterable[str], words: Words, names: Iterable[str] = ()) -> dict[str, str | list[str]]:
    """Write the dictionary of scripts: the text of each message they say, or its plural forms in the catalog's order.

    Args:
        scripts: Texts of the scripts of a page.
        words: The language of the page; English needs no dictionary, and has none.
        names: Texts of the data that scripts say as well, such as names of stages.
    """
    if words.language == "en":
        return {}
    said = {
        one: words.translate(one) if many is None else words.list_plurals(one, many)
        for script in scripts
        for one, many in find_messages(script)
    }
    return {name: words.translate(name) for name in names} | said
