"""Rule files: by which words a sentence says a question, a goal, a fear, a barrier and the like.

One file a language ships in signal_rules/; a project may bring its own, which stands in place of the shipped one or,
where it says `extends = true`, adds to it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from journeymine.configuration import check_document, read_toml
from journeymine.errors import SettingsError
from journeymine.voice.phrases import PhraseError, build_pattern
from journeymine.voice.writing import Writing

SIGNALS = ("question", "goal", "expectation", "need", "motive", "thought", "wish", "fear", "barrier")
"""What a sentence may say."""

Phrases = tuple[Annotated[str, Field(min_length=1)], ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Strict):
    """Phrases that tell a signal (find), phrases blanked out before (blank), phrases with which it is none (unless)."""

    find: Phrases = ()
    blank: Phrases = ()
    unless: Phrases = ()


class ExpectationRules(Rule):
    """[expectation]: find tells one of which is not said whether it was met; met and unmet tell the others."""

    met: Rule = Rule()
    unmet: Rule = Rule()


class BarrierRules(_Strict):
    """[barrier.KIND]: what keeps customers from going on, by kind."""

    price: Rule = Rule()
    trust: Rule = Rule()
    effort: Rule = Rule()
    time: Rule = Rule()
    technical: Rule = Rule()
    staff: Rule = Rule()
    psychological: Rule = Rule()


class WritingWords(_Strict):
    """[writing]: abbreviations, labels of speakers, lines that begin a signature or a quoted reply, and stop words."""

    abbreviations: Phrases = ()
    agents: Phrases = ()
    customers: Phrases = ()
    signatures: Phrases = ()
    replies: Phrases = ()
    stop_words: Phrases = ()


class RuleFile(_Strict):
    """One language's rules as they are written; the lists of [words] are named in phrases as <name>."""

    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    extends: bool = False
    words: dict[Annotated[str, Field(pattern="^[a-z_]+$")], Phrases] = Field(default_factory=dict)
    writing: WritingWords = WritingWords()
    question: Rule = Rule()
    goal: Rule = Rule()
    expectation: ExpectationRules = ExpectationRules()
    need: Rule = Rule()
    motive: Rule = Rule()
    thought: Rule = Rule()
    wish: Rule = Rule()
    fear: Rule = Rule()
    barrier: BarrierRules = BarrierRules()


@dataclass(frozen=True)
class Patterns:
    """A rule made ready: patterns for `spread` sentences, None where the rule has no such phrases."""

    find: str
    blank: str | None
    unless: str | None


@dataclass(frozen=True)
class SignalRules:
    """A language's rules made ready: patterns by signal and subtype, a fingerprint, and how people write."""

    language: str
    patterns: dict[tuple[str, str], Patterns]
    fingerprint: str
    writing: Writing
    stop_words: tuple[str, ...]


def list_rules(file: RuleFile) -> dict[tuple[str, str], Rule]:
    """List a file's rules by signal and subtype."""
    rules: dict[tuple[str, str], Rule] = {}
    for signal in SIGNALS:
        table = getattr(file, signal)
        if isinstance(table, Rule):
            rules[signal, ""] = table
        for subtype in type(table).model_fields:
            if isinstance(getattr(table, subtype), Rule):
                rules[signal, subtype] = getattr(table, subtype)
    return rules


def build_rules(file: RuleFile) -> SignalRules:
    """Make a language's rules ready to read sentences.

    Raises:
        PhraseError: A phrase cannot be read, or the phrases of a list are too large together.
    """
    for name, phrases in file.words.items():
        build_pattern(phrases, {})
        if not phrases:
            raise PhraseError(f"<{name}>", "stands for nothing: the list is empty")
    patterns = {}
    for key, rule in list_rules(file).items():
        find = build_pattern(rule.find, file.words)
        if find is not None:
            patterns[key] = Patterns(
                find, build_pattern(rule.blank, file.words), build_pattern(rule.unless, file.words)
            )
    fingerprint = hashlib.sha256(file.model_dump_json(exclude={"writing": {"stop_words"}}).encode()).hexdigest()
    words = file.writing
    writing = Writing(
        abbreviations=frozenset(word.lower().rstrip(".") for word in words.abbreviations),
        agents=frozenset(word.lower() for word in words.agents),
        customers=frozenset(word.lower() for word in words.customers),
        signatures=tuple(word.lower() for word in words.signatures),
        replies=tuple(word.lower() for word in words.replies),
    )
    return SignalRules(file.language, patterns, fingerprint, writing, words.stop_words)


def read_rules(language: str, own: Path | None) -> SignalRules | None:
    """Read the rules of a language: a project's own file, if it is there, and what ships with the package.

    Args:
        language: ISO 639-1 code.
        own: The project's own file; it need not exist.

    Returns:
        The rules made ready; None where there are none for the language.

    Raises:
        SettingsError: A file is not TOML, has a key that is not allowed, is of another language, or has a phrase that
            cannot be read.
    """
    shipped = Path(str(files("journeymine"))) / "voice" / "signal_rules" / f"{language}.toml"
    found = [file for file in (shipped, own) if file is not None and file.is_file()]
    if not found:
        return None
    read = check_document(RuleFile, read_toml(found[-1]), found[-1])
    if read.language != language:
        raise SettingsError(f'the rules say language = "{read.language}"', where=str(found[-1]), allowed=[language])
    if read.extends and len(found) == 2:
        read = _join(check_document(RuleFile, read_toml(shipped), shipped), read)
    said = read.model_dump_json()
    try:
        if said not in _READY:
            _READY[said] = build_rules(read)
    except PhraseError as error:
        raise SettingsError(str(error), where=_find_phrase(found[-1], error.phrase)) from error
    return _READY[said]


_READY: dict[str, SignalRules] = {}
"""Rules by what their files say: signals and topics read the same, night after night."""


def _join(shipped: RuleFile, own: RuleFile) -> RuleFile:
    joined = _join_tables(shipped.model_dump(), own.model_dump())
    return RuleFile.model_validate({**joined, "language": shipped.language, "extends": False})


def _join_tables(shipped: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    joined = dict(shipped)
    for key, value in own.items():
        if isinstance(value, dict):
            joined[key] = _join_tables(joined.get(key, {}), value)
        elif isinstance(value, tuple | list):
            joined[key] = tuple(dict.fromkeys((*joined.get(key, ()), *value)))
    return joined


def _find_phrase(file: Path, phrase: str) -> str:
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if f'"{phrase}"' in line or f"'{phrase}'" in line), 0)
    return f"{file}:{number}" if number else str(file)
