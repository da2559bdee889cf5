from __future__ import annotations

from datetime import date

import pytest
from markupsafe import Markup

from journeymine.site.templating import open_templates
from journeymine.site.words import ENGLISH, LANGUAGES, mark, read_words
from journeymine.statistics.intervals import Interval

ONE = "Groups of fewer than {count} customer are merged into “other” here; the warehouse holds all rows."
MANY = ONE.replace("customer ", "customers ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_the_frame(language: str) -> None:
    said = read_words(language).gettext("How is this computed?")
    assert said
    assert (said == "How is this computed?") is (language == "en")


def test_russian_and_polish_have_their_plural_forms() -> None:
    for language in ("ru", "pl"):
        said = {count: read_words(language).ngettext(ONE, MANY, count) for count in (1, 3, 5, 1200)}
        bare = {count: text.replace(read_words(language).number(count), "#") for count, text in said.items()}
        assert bare[5] == bare[1200], language
        assert bare[1] != bare[5], language


def test_english_counts_one_and_many() -> None:
    assert ENGLISH.ngettext("{count} way", "{count} ways", 1) == "1 way"
    assert ENGLISH.ngettext("{count} way", "{count} ways", 1200) == "1,200 ways"


def test_what_no_catalog_knows_stays_as_it_is() -> None:
    assert read_words("ru").translate("Web: cart") == "Web: cart"
    assert read_words("pl").translate("") == ""
    assert mark("Left") == "Left"


def test_numbers_shares_and_days_are_those_of_the_language() -> None:
    russian, polish = read_words("ru"), read_words("pl")
    assert russian.number(1234567) == polish.number(1234567) == "1\xa0234\xa0567"
    assert (russian.share(0.3125), polish.share(0.3125)) == ("31,2\xa0%", "31,2%")
    assert polish.interval(Interval(0.28, 0.3)) == "28,0–30,0%"
    assert russian.decimal(-0.256, 2, is_signed=True) == "−0,26"
    assert (russian.day(date(2026, 3, 3)), polish.day(date(2026, 3, 3))) == ("3 мар. 2026", "3 mar 2026")


def test_a_duration_takes_the_form_of_its_number() -> None:
    days = [read_words("pl").duration(86400 * count) for count in (1, 2, 2.5, 5)]
    assert days == ["1 dzień", "2 dni", "2,5 dnia", "5 dni"]


def test_a_name_with_braces_is_no_placeholder() -> None:
    assert ENGLISH.gettext("to “{goal}”", goal="{count} & {0}") == "to “{count} & {0}”"


def test_a_template_trusts_its_own_text_and_escapes_what_is_put_in() -> None:
    environment = open_templates(ENGLISH, 10)
    said = environment.from_string('{{ _("to <b>{goal}</b>", goal=name) }}|{{ name|translated }}')
    assert said.render(name="<script>") == "to <b>&lt;script&gt;</b>|&lt;script&gt;"
    counted = environment.from_string('{{ ngettext("{count} of {name}", "{count} of {name}", 2, name=name) }}')
    assert counted.render(name="<i>") == "2 of &lt;i&gt;"
    assert counted.render(name=Markup("<i>")) == "2 of <i>"
