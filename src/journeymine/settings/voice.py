"""[voice]: how what customers write is read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from journeymine.settings.base import Duration, Name, Table


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
    say `extends = true`. `invitations` are names of events that ask for an answer, in any case; an answer within
    `answer_within` is one to them.
    """

    valence: Literal["lexicon", "scores_only"] = "lexicon"
    lexicons: Path | None = None
    signal_rules: Path | None = None
    topics: TopicSettings = TopicSettings()
    invitations: tuple[Name, ...] = ("survey_sent", "survey_invitation", "survey_invited", "feedback_requested")
    answer_within: Duration = timedelta(days=14)

    @model_validator(mode="after")
    def _gives_time_to_answer(self) -> Self:
        if self.answer_within <= timedelta(0):
            raise ValueError("answer_within must be longer than nothing")
        return self
