"""What a page is: the tables it needs, the template it fills, and what it says about its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

import polars as pl

from journeymine.site.words import ENGLISH, Words

KINDS = ("reported", "inferred", "modelled")
Tables = Mapping[str, pl.DataFrame]
"""Published tables by name (`schema.table`); a table that does not exist is not in the mapping."""


@dataclass(frozen=True)
class SiteContext:
    """What every page says of the project and the night, read from settings and tables: the site has no clock.

    `files` are the pages of this site, known once it is clear whose tables exist. The site is written once in each of
    `languages`, the first at its root; `words` are those of the language that is being written.
    """

    project_name: str
    timezone: str
    minimum_cell: int
    stages: tuple[str, ...]
    observed_from: datetime
    observed_to: datetime
    as_of: datetime
    night_id: str
    files: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    words: Words = ENGLISH
    currency: str = ""

    def link(self, file: str, **state: str) -> str:
        """Link to a page of this site, in a state its scripts read from the hash; "" where the page was left out."""
        if file not in self.files:
            return ""
        return f"{file}#{urlencode(state)}" if state else file

    def root(self) -> str:
        """Return the way from a page's folder to the site's root, where assets and data lie."""
        return "" if self.words.language == self.languages[0] else "../"

    def other_version(self, file: str, language: str) -> str:
        """Link to the same page in another language."""
        return self.root() + ("" if language == self.languages[0] else f"{language}/") + file


@dataclass(frozen=True)
class Evidence:
    """One line of a page's "How is this computed": a number, its table, its n, its method and its kind."""

    what: str
    table: str
    count: int
    counted: str
    method: str
    kind: Literal["reported", "inferred", "modelled"] = "inferred"


@dataclass(frozen=True)
class Content:
    """A filled page: template variables, evidence, and data blocks the page's scripts read by id."""

    variables: Mapping[str, object]
    evidence: tuple[Evidence, ...]
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page of the site. It is left out where a needed table is missing or empty, or where none of `either` has rows.

    `scripts` are files of assets/ in loading order; `render` makes the content of tables and context.
    """

    name: str
    title: str
    description: str
    needed: tuple[str, ...]
    render: Callable[[Tables, SiteContext], Content]
    optional: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """The page's file in the site's folder."""
        return f"{self.name}.html"

    @property
    def template(self) -> str:
        """The page's template in templates/."""
        return f"{self.name}.html.jinja"

    def has_data(self, tables: Tables) -> bool:
        """Tell whether every needed table exists and holds rows, and one of those of which either is enough."""
        filled = {name for name, table in tables.items() if not table.is_empty()}
        return filled.issuperset(self.needed) and (not self.either or not filled.isdisjoint(self.either))
