"""The words of one language: what a page says, in the plural that a number asks for, with numbers and times to match.

Catalogs are i18n/LANGUAGE/NAME.po; a message's id is its English text. English has no catalog.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from journeymine.site import wording
from journeymine.statistics.intervals import Interval

LANGUAGES: Mapping[str, str] = {"en": "English", "ru": "Русский", "pl": "Polski"}
"""Every language a site can be written in, by its own name."""


def mark(message: str) -> str:
    """Mark a text of a constant for the catalogs; `Words.translate` says it where it is shown."""
    return message


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Messages hold their values as {name}. `_` and `ngettext` take literal texts only, or the catalogs would miss them;
    `translate` takes a text that was marked elsewhere, or one of the data, which stays as it is.
    """

    language: str = "en"
    timezone: str = "UTC"
    translations: NullTranslations = field(default_factory=NullTranslations, repr=False, compare=False)

    def gettext(self, message: str, **values: object) -> str:
        """Say a message with its values."""
        text = self.translations.gettext(message)
        return text.format(**values) if values else text

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Say a message in the plural form of `count`, which is itself the value {count}, written as a number."""
        text = self.translations.ngettext(one, many, count)
        return text.format(**{"count": self.number(count), **values})

    def list_plurals(self, one: str, many: str) -> list[str]:
        """List the forms of a message in the catalog's order: for 1, for 2 to 4 and for 5 in Russian and Polish."""
        return [self.translations.ngettext(one, many, count) for count in (1, 2, 5)]

    def translate(self, text: str) -> str:
        """Say a text that `mark` marked; any other stays as it is."""
        return self.translations.gettext(text) if text else text

    @property
    def separators(self) -> str:
        """The decimal sign and the sign between thousands, as figures take them."""
        return wording.find_separators(self.language)

    def number(self, value: float | None) -> str:
        """Write a count; null is a dash."""
        return wording.render_number(value, self.language)

    def decimal(self, value: float | None, digits: int, *, is_signed: bool = False) -> str:
        """Write a number with so many digits after the point; null is a dash."""
        return wording.render_decimal(value, digits, self.language, is_signed=is_signed)

    def ratio(self, value: float | None) -> str:
        """Write odds or a lift, large ones whole; null is a dash."""
        return wording.render_ratio(value, self.language)

    def share(self, share: float | None) -> str:
        """Write a share 0..1 as a percentage; null is a dash."""
        return wording.render_share(share, self.language)

    def percentage(self, share: float, digits: int, *, is_signed: bool = False) -> str:
        """Write a share 0..1 as a percentage of so many digits."""
        return wording.render_percentage(share, digits, self.language, is_signed=is_signed)

    def interval(self, interval: Interval | None) -> str:
        """Write the interval of a share; nothing for null."""
        return wording.render_interval(interval, self.language)

    def duration(self, seconds: float | None) -> str:
        """Write seconds in a readable unit; null is a dash."""
        return wording.render_duration(seconds, self.language)

    def moment(self, moment: datetime | None) -> str:
        """Write a UTC time by the project's clocks; null is a dash."""
        return wording.render_moment(moment, self.timezone)

    def day(self, moment: date | None) -> str:
        """Write a day, or the day of a UTC time by the project's clocks; null is a dash."""
        return wording.render_day(moment, self.timezone, self.language)


ENGLISH = Words()


def catalog_folder() -> Path:
    """Return the folder of catalogs that ships with the package."""
    return Path(str(files("journeymine"))) / "site" / "i18n"


def read_words(language: str, timezone: str = "UTC") -> Words:
    """Read the words of a language, with the clocks of a time zone."""
    return Words(language, timezone, _read_translations(language))


@cache
def _read_translations(language: str) -> NullTranslations:
    """Read and merge the catalogs of a language; doubtful entries are left out, so that their English stands."""
    merged = Catalog(locale=language)
    for path in sorted((catalog_folder() / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and not message.fuzzy:
                    merged.add(message.id, message.string)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return Translations(compiled)
