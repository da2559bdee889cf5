"""Templates in the language of the page: what is written in them is said by the catalogs, what is put in is escaped."""

from __future__ import annotations

from functools import partial
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from journeymine.site.folding import fold_markup
from journeymine.site.retelling import retell
from journeymine.site.script_data import render_json
from journeymine.site.small_groups import count_or_fewer
from journeymine.site.words import Words


class _Compiled(jinja2.BytecodeCache):
    """Templates compiled once: they are the same in every language, and on every page that shares them."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def open_templates(words: Words, minimum_cell: int) -> jinja2.Environment:
    """Open the templates of one language: everything is escaped, an unknown variable is an error.

    `_("...", name=value)` and `ngettext("...", "...", count, name=value)` say messages; these are trusted and may hold
    elements, so they must be literal texts of the template, while their values are escaped. The filter `translated`
    says a marked text or one of the data and escapes it, `retold` a sentence of a table; `told` hides counts below
    `minimum_cell`.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("journeymine.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_COMPILED,
    )
    environment.filters.update(
        number=words.number,
        decimal=words.decimal,
        ratio=words.ratio,
        share=words.share,
        interval=words.interval,
        duration=words.duration,
        moment=words.moment,
        day=words.day,
        translated=words.translate,
        retold=partial(retell, words=words),
        json=render_json,
        folded=fold_markup,
        told=partial(count_or_fewer, minimum=minimum_cell, words=words),
    )

    def say(message: str, **values: Any) -> Markup:
        text = Markup(words.gettext(message))
        return text.format(**values) if values else text

    def say_count(one: str, many: str, count: int, **values: Any) -> Markup:
        text = Markup(words.translations.ngettext(one, many, count))
        return text.format(**{"count": words.number(count), **values})

    environment.globals.update(_=say, ngettext=say_count)
    return environment
