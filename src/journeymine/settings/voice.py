"""[voice]: how what customers write is read."""

from __future__ import annotations

from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

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


WAYS = ("lexicon", "learned", "blend", "scores_only", "onnx")
READERS = "journeymine.valence"
"""The group of entry points that name other ways of reading: functions of a language that return a reader or None."""


class VoiceSettings(Table):
    """[voice]: how texts are read, if at all, and folders of lexicons and of signal rules of one's own.

    Both folders hold one LANGUAGE.toml a language. A lexicon stands in place of the shipped one, rules too, unless they
    say `extends = true`. `invitations` are names of events that ask for an answer, in any case; an answer within
    `answer_within` is one to them.

    `valence` is lexicon, learned (a model trained on the project's own scored texts, from `fewest_labels` a language
    on), blend (both), scores_only, onnx (the file `onnx_model`) or the name of an entry point of another package.
    """

    valence: Name = "lexicon"
    fewest_labels: Annotated[int, Field(ge=50, le=100_000)] = 100
    onnx_model: Path | None = None
    lexicons: Path | None = None
    signal_rules: Path | None = None
    topics: TopicSettings = TopicSettings()
    invitations: tuple[Name, ...] = ("survey_sent", "survey_invitation", "survey_invited", "feedback_requested")
    answer_within: Duration = timedelta(days=14)

    @field_validator("valence")
    @classmethod
    def _is_known(cls, value: str) -> str:
        known = sorted({*WAYS, *entry_points(group=READERS).names})
        if value not in known:
            raise ValueError(f"texts can be read by {', '.join(known)}, not by {value!r}")
        return value

    @model_validator(mode="after")
    def _gives_time_to_answer(self) -> Self:
        if self.answer_within <= timedelta(0):
            raise ValueError("answer_within must be longer than nothing")
        return self
