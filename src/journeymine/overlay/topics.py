"""What people call the topics found in texts: overlay/topics.toml, keyed by topic_id, never by a topic's words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from journeymine.configuration import check_document, read_toml

TOPIC_FILE = Path("overlay") / "topics.toml"

TopicId = Annotated[str, Field(pattern=r"^t\d{2,}$")]


class TopicNotes(BaseModel):
    """[topic.t01]: its name, and the topics that are merged into it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    merge: tuple[TopicId, ...] = ()
    why: str | None = None
    by: str | None = None


class TopicOverlay(BaseModel):
    """overlay/topics.toml: one table a topic."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: dict[TopicId, TopicNotes] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _merges_each_topic_once(self) -> TopicOverlay:
        seen: dict[str, str] = {}
        for topic_id, notes in self.topic.items():
            for merged in notes.merge:
                if merged == topic_id:
                    raise ValueError(f"{topic_id} cannot be merged into itself")
                if merged in seen:
                    raise ValueError(f"{merged} is merged into {seen[merged]} and into {topic_id}")
                seen[merged] = topic_id
        chained = sorted(set(seen) & {topic_id for topic_id, notes in self.topic.items() if notes.merge})
        if chained:
            raise ValueError(
                f"{chained[0]} is merged into {seen[chained[0]]} and takes others up itself: name one of them"
            )
        return self

    def list_merges(self) -> dict[str, str]:
        """List merged topics with the topic each is merged into."""
        return {merged: topic_id for topic_id, notes in self.topic.items() for merged in notes.merge}

    def list_names(self) -> dict[str, str]:
        """List topics that people named."""
        return {topic_id: notes.name for topic_id, notes in self.topic.items() if notes.name}


def read_topic_overlay(folder: Path) -> TopicOverlay:
    """Read a project's overlay; without the file topics are called by their words.

    Raises:
        SettingsError: The file is not TOML, or an entry is not allowed.
    """
    file = folder / TOPIC_FILE
    return check_document(TopicOverlay, read_toml(file), file) if file.is_file() else TopicOverlay()
