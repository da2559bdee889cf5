"""Touchpoint rules as they stand in touchpoints.toml, in the order in which they are tried."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

Name = Annotated[str, Field(min_length=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Condition = str | tuple[str, ...]


class TouchpointRule(_Table):
    """[[touchpoint]]: events that match `when` are this touchpoint; the first matching rule wins."""

    name: Name
    stage: Name
    channel: Name
    channel_kind: Literal["online", "offline"] = "online"
    owner: str | None = None
    when: dict[str, Condition]


class IgnoreRule(_Table):
    """[[ignore]]: events that are kept and counted but are no step of a journey."""

    why: Name
    when: dict[str, Condition]


class TouchpointSettings(_Table):
    """touchpoints.toml: rules from top to bottom; of the two arrays the one that appears first is tried first."""

    touchpoint: tuple[TouchpointRule, ...] = ()
    ignore: tuple[IgnoreRule, ...] = ()
    _order: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="wrap")
    @classmethod
    def _note_order(cls, document: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        rules = handler(document)
        if isinstance(document, dict):
            rules._order = tuple(document)
        return rules

    @property
    def rules(self) -> tuple[TouchpointRule | IgnoreRule, ...]:
        """All rules in the order in which they are tried."""
        first_is_ignore = self._order[:1] == ("ignore",)
        return (*self.ignore, *self.touchpoint) if first_is_ignore else (*self.touchpoint, *self.ignore)
