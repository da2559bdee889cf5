"""[friction]: from when on what customers do counts as friction, and which events say it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from journeymine.settings.base import Duration, Name, Table

Share = Annotated[float, Field(ge=0.01, le=0.99, multiple_of=0.01)]
"""A share in whole hundredths."""
Words = tuple[Name, ...]
Kind = Literal[
    "rage_click", "dead_click", "quick_back", "u_turn", "hesitation", "repeat_contact", "reopen", "long_wait"
]


class FrictionSettings(Table):
    """[friction]: the limits of each kind of friction, the names of events that tell of it, and where clicks say more.

    A rage click is `rage_clicks` or more within `rage_pixels` and `rage_within`; a dead click is followed by nothing
    for longer than `dead_after`; a page is left quickly when it was seen for less than `quick_back_within`. A customer
    hesitates who goes on after longer than `hesitation_after` and than the share `hesitation_share` of others there; a
    wait is long that is longer than the share `long_wait_share` of waits there. Contacts repeat by [contacts].
    `index` are the kinds that the friction index and pages count: ways back between touchpoints are part of any
    browsing, and of hesitations and long waits every touchpoint has the same share. Questions and contacts within
    `soon` of a page count for it. Event names are compared in lower case.
    """

    rage_clicks: Annotated[int, Field(ge=2, le=100)] = 3
    rage_pixels: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 30
    rage_within: Duration = timedelta(milliseconds=1000)
    dead_after: Duration = timedelta(seconds=7)
    quick_back_within: Duration = timedelta(seconds=10)
    hesitation_after: Duration = timedelta(seconds=10)
    hesitation_share: Share = 0.95
    long_wait_share: Share = 0.9
    waits: Literal["for the company", "all"] = "for the company"
    index: tuple[Kind, ...] = ("rage_click", "dead_click", "quick_back", "repeat_contact", "reopen")
    soon: Duration = timedelta(days=1)
    contact_stages: Words = ("service", "after-sales")
    clicks: Words = ("click", "tap", "link_click", "button_click", "element_click", "$autocapture")
    form_starts: Words = ("form_start", "form_started", "focus_form")
    form_submits: Words = ("form_submit", "form_submitted", "submit_form", "generate_lead")
    errors: Words = ("error", "form_error", "exception", "$exception", "payment_error", "checkout_error", "page_error")
    reopenings: Words = ("ticket_reopened", "conversation_reopened", "case_reopened", "issue_reopened")
    x_fields: Words = ("x", "click_x", "page_x", "client_x")
    y_fields: Words = ("y", "click_y", "page_y", "client_y")
    element_fields: Words = ("element", "element_id", "selector", "link_id", "tag", "element_type")
    spared_elements: Words = (
        *("input", "textarea", "select", "option", "checkbox", "radio", "slider", "spinner", "spinbutton", "stepper"),
        *("increment", "decrement", "plus", "minus", "quantity"),
    )

    @model_validator(mode="after")
    def _has_lengths(self) -> Self:
        for name in ("rage_within", "dead_after", "quick_back_within", "hesitation_after", "soon"):
            if getattr(self, name) <= timedelta(0):
                raise ValueError(f"{name} must be longer than nothing")
        return self
