"""Valence of a text by a lexicon: words with a weight, turned by negation, raised by boosters, shifted by "but".

One lexicon a language, in lexicons/LANGUAGE.toml; a project may bring its own file in the same format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from importlib.resources import files
from math import sqrt
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from journeymine.configuration import check_document, read_toml
from journeymine.voice.letters import LONGEST, fold, list_shorter, normalise
from journeymine.voice.writing import blank_markup

READER = "2"
"""Raised where texts are read otherwise than before, so that all are read anew."""

WEIGHTS = {"very_positive": 2.5, "positive": 1.5, "negative": -1.5, "very_negative": -2.5}
"""What a word of each list weighs."""

SIGNS = {
    **dict.fromkeys("👍👌😊😀😃😄😁🙂😍🥰😘🤩😎🙏👏🎉💪🔥⭐🌟❤💕💖💯✨☺😻🤗🏆✅", 1.5),
    **dict.fromkeys("👎😡😠🤬😞😢😭😤😒🙄💩🤮🤢😱😩😫😖😣😕🙁☹😔🤦🖕❌💔😾", -1.5),
    **dict.fromkeys((":)", ":-)", ";)", ":d", "=)", "))", ")))", "<3"), 1.0),
    **dict.fromkeys((":(", ":-(", ":'(", "=(", "((", "(((", "d:"), -1.0),
}
"""What emojis and emoticons weigh in every language; a lexicon's own entry goes before."""

FLIP = -0.6
"""A negated word keeps three fifths of its weight, on the other side: "not good" is less than "bad"."""
BOOST, DAMP = 1.35, 0.7
BEFORE_BUT, AFTER_BUT = 0.6, 1.4
REACH = 3
"""How many words before a word may negate it; two may boost it, and two make a missed thing missed. A negation reaches
over no comma, belongs to the phrase it stands in, and turns the next word of feeling alone; two of them are one, as in
Russian and Polish."""
MISSED = -1.5
"""What a word of the list `missed` weighs when it is negated: not loaded, never answered."""
LONGEST_BEGINNING = 40
"""Letters of a word that are tried as a beginning; no word of a language has more that matter."""
FOLDED_FROM = 3
"""Letters a beginning must have more of to be read without its marks: "lęk*" (fear) is not "lek*" (medicine)."""
SOFTNESS = 6.0
"""The sum s of weights becomes s / sqrt(s^2 + SOFTNESS): one plain word gives .52, three give .88."""
_TOKEN = re.compile(
    "|".join(map(re.escape, sorted(SIGNS, key=lambda sign: (-len(sign), sign))))
    + r"|[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?;\n,]"
)
_ENDS = frozenset(".!?;\n")

Role = Literal["negation", "booster", "damper", "contrast"]
Words = tuple[Annotated[str, Field(min_length=1)], ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Stems(_Strict):
    """[stems]: words by weight; one that ends in * stands for all that begin so. `missed` weigh only where negated."""

    very_positive: Words = ()
    positive: Words = ()
    negative: Words = ()
    very_negative: Words = ()
    missed: Words = ()


class Particles(_Strict):
    """[words]: what changes the weight of the words around it."""

    negations: Words = ()
    boosters: Words = ()
    dampers: Words = ()
    contrasts: Words = ()


class LexiconFile(_Strict):
    """One lexicon as it is written: language, stems, particles, and phrases with weights of their own.

    `folds` says that its writers often leave the marks off their letters: a text without any is read so.
    """

    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    folds: bool = False
    stems: Stems
    words: Particles = Particles()
    phrases: dict[Annotated[str, Field(min_length=1)], Annotated[float, Field(ge=-3, le=3)]] = Field(
        default_factory=dict
    )


@dataclass(frozen=True)
class Valence:
    """What a lexicon says of a text: valence in [-1, 1], or None where it met no word it knows; and how many it met."""

    value: float | None
    hit_count: int


@dataclass
class Lexicon:
    """A lexicon made ready to read texts: look-ups by word, by beginning and by phrase."""

    language: str
    exact: dict[str, float]
    beginnings: dict[str, float]
    phrases: dict[tuple[str, ...], float]
    roles: dict[str, Role]
    longest_phrase: int
    missed: frozenset[str] = frozenset()
    folded: Lexicon | None = None
    _known: dict[str, float] = field(default_factory=dict, init=False, repr=False)
    _missed: dict[str, bool] = field(default_factory=dict, init=False, repr=False)

    def find_weight(self, word: str) -> float:
        """Return a word's weight, by itself or by its longest known beginning; 0 where there is none.

        A drawn-out word ("sooo") counts as the shorter one.
        """
        weight = self._known.get(word)
        if weight is None:
            found = (self._look_up(form) for form in (word, *list_shorter(word)))
            weight = self._known[word] = next((each for each in found if each), 0.0)
        return weight

    def _look_up(self, word: str) -> float:
        if word in self.exact:
            return self.exact[word]
        ends = range(min(len(word), LONGEST_BEGINNING), 1, -1)
        return next((self.beginnings[word[:end]] for end in ends if word[:end] in self.beginnings), 0.0)

    def find_valence(self, text: str) -> Valence:
        """Find the valence of a text.

        Sentences are read one by one, so that a negation does not reach over a full stop.
        """
        plain = normalise(blank_markup(text[:LONGEST]))
        if self.folded and plain.isascii():
            return self.folded.find_valence(plain)
        total, hits = 0.0, 0
        sentence: list[str] = []
        for token in (*_TOKEN.findall(plain), "."):
            if token not in _ENDS:
                sentence.append(token)
                continue
            if sentence:
                weights = self._weigh(sentence)
                hits += sum(weight != 0 for weight in weights)
                factor = 1.15 if token == "!" else 1.0
                total += factor * sum(weights)
                sentence = []
        if not hits:
            return Valence(None, 0)
        return Valence(total / sqrt(total * total + SOFTNESS), hits)

    def _weigh(self, words: list[str]) -> list[float]:
        weights = [0.0] * len(words)
        roles = [self.roles.get(word) for word in words]
        index = 0
        while index < len(words):
            length, weight = self._find_phrase(words, index)
            if length:
                weights[index] = weight
                last = index + length - 1
                # "still not" goes on to turn what follows it; "not only" does not.
                roles[index:last] = [None] * (length - 1)
                roles[last] = roles[last] if roles[last] == "negation" else None
                index += length
                continue
            if roles[index] not in ("negation", "damper"):
                # "really good" boosts; "super" alone is praise.
                boosts = roles[index] == "booster" and self.find_weight("".join(words[index + 1 : index + 2])) != 0
                weights[index] = 0.0 if boosts else self._turn(words, roles, index)
            index += 1
        split = max((number for number, role in enumerate(roles) if role == "contrast"), default=0)
        if 0 < split < len(words) - 1 and any(weights[:split]) and any(weights[split:]):
            weights = [weight * (BEFORE_BUT if number < split else AFTER_BUT) for number, weight in enumerate(weights)]
        return weights

    def _find_phrase(self, words: list[str], index: int) -> tuple[int, float]:
        for length in range(min(self.longest_phrase, len(words) - index), 1, -1):
            weight = self.phrases.get(tuple(words[index : index + length]))
            if weight is not None:
                return length, weight
        return 0, 0.0

    def _turn(self, words: list[str], roles: list[Role | None], index: int) -> float:
        """Weigh a word by what stands before it; a negation that turned a word of feeling is spent."""
        weight = self.find_weight(words[index])
        if not weight and not self._is_missed(words[index]):
            return 0.0
        first = max(0, index - (REACH if weight else 2))
        first = max((place + 1 for place in range(first, index) if words[place] == ","), default=first)
        before = roles[first:index]
        negations = [first + place for place, role in enumerate(before) if role == "negation"]
        for place in negations:
            roles[place] = None
        if not weight:
            return MISSED if negations else 0.0
        if "booster" in before[-2:]:
            weight *= BOOST
        if "damper" in before[-2:]:
            weight *= DAMP
        return weight * FLIP if negations else weight

    def _is_missed(self, word: str) -> bool:
        found = self._missed.get(word)
        if found is None:
            ends = range(2, min(len(word), LONGEST_BEGINNING) + 1)
            found = word in self.missed or any(f"{word[:end]}*" in self.missed for end in ends)
            self._missed[word] = found
        return found


def build_lexicon(lexicon: LexiconFile) -> Lexicon:
    """Make a lexicon ready to read texts."""
    exact: dict[str, float] = dict(SIGNS)
    beginnings: dict[str, float] = {}
    for name, weight in WEIGHTS.items():
        for word in getattr(lexicon.stems, name):
            plain = normalise(word)
            if plain.endswith("*"):
                beginnings[plain[:-1]] = weight
            else:
                exact[plain] = weight
    phrases = {tuple(_TOKEN.findall(normalise(phrase))): weight for phrase, weight in lexicon.phrases.items()}
    exact |= {phrase[0]: weight for phrase, weight in phrases.items() if len(phrase) == 1}
    roles: dict[str, Role] = {}
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.dampers), "damper")
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.boosters), "booster")
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.contrasts), "contrast")
    roles |= dict.fromkeys((normalise(word) for word in lexicon.words.negations), "negation")
    made = Lexicon(
        language=lexicon.language,
        exact=exact,
        beginnings=beginnings,
        phrases={phrase: weight for phrase, weight in phrases.items() if len(phrase) > 1},
        roles=roles,
        longest_phrase=max((len(phrase) for phrase in phrases), default=0),
        missed=frozenset(map(normalise, lexicon.stems.missed)),
    )
    return replace(made, folded=_fold_lexicon(made)) if lexicon.folds else made


def _fold_lexicon(made: Lexicon) -> Lexicon:
    """Make the lexicon of texts without marks; where two words become one, the one that never had any counts."""
    short = {begin: weight for begin, weight in made.beginnings.items() if begin.isascii() or len(begin) > FOLDED_FROM}
    return replace(
        made,
        exact={fold(word): weight for word, weight in made.exact.items()} | made.exact,
        beginnings={fold(word): weight for word, weight in short.items()} | made.beginnings,
        phrases={tuple(map(fold, phrase)): weight for phrase, weight in made.phrases.items()},
        roles={fold(word): role for word, role in made.roles.items()},
        missed=frozenset(map(fold, made.missed)),
    )


def read_lexicon_file(file: Path) -> LexiconFile:
    """Read a lexicon file.

    Raises:
        SettingsError: It is not TOML, or has a key or value that is not allowed.
    """
    return check_document(LexiconFile, read_toml(file), file)


def read_shipped_lexicon(language: str) -> LexiconFile | None:
    """Read the lexicon of a language that ships with the package; None where there is none."""
    file = Path(str(files("journeymine"))) / "voice" / "lexicons" / f"{language}.toml"
    return read_lexicon_file(file) if file.is_file() else None
