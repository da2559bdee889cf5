"""[voice]: how what customers write is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from journeymine.settings.base import Table


class TopicSettings(Table):
    """[voice.topics]: how many topics are looked for, in how many texts, and how few texts say too little.

    `most` topics at most per language; a topic holds `fewest_texts` texts of `fewest_customers` customers or more;
    `sample` texts at most teach the topics, and all texts are assigned to them.
    """

    most: Annotated[int, Field(ge=1, le=100)] = 20
    fewest_texts: Annotated[int, Field(ge=2)] = 20
    fewest_customers: Annotated[int, Field(ge=1)] = 10
    sample: Annotated[int, Field(ge=100, le=100_000)] = 10_000


class VoiceSettings(Table):
    """[voice]: whether texts are read at all, and folders of lexicons and of signal rules of one's own.

    Both folders hold one LANGUAGE.toml a language. A lexicon stands in place of the shipped one, rules too, unless they
    say `extends = true`.
    """

    valence: Literal["lexicon", "scores_only"] = "lexicon"
    lexicons: Path | None = None
    signal_rules: Path | None = None
    topics: TopicSettings = TopicSettings()
