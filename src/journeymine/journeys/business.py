"""Owners, costs, churn and repeat contacts as tables the SQL models read."""

from __future__ import annotations

import polars as pl

from journeymine.settings import CHANNEL, STAGE, Settings, count_milliseconds


def build_business_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build the tables of schema seed that say who owns, what it costs and when a customer is lost.

    Returns:
        seed.owners: one row per touchpoint, channel or stage that has an owner; the other two are null.
        seed.costs: one row per touchpoint with a cost; contact_cost_amount in the project's currency.
        seed.churn: one row; what is not given is null.
        seed.contacts: one row; repeat_milliseconds is the time within which a contact is a repeat.
        seed.invitations: one row; answer_milliseconds is the time within which an invitation is answered.
        seed.invitation_names: one row per name of an event that asks for an answer, in lower case.
    """
    owners = [(*_split_owned(name), owner) for name, owner in settings.owners.items()]
    churn = settings.churn
    silence = churn.silence if churn else None
    return {
        "seed.owners": pl.DataFrame(
            owners,
            schema={"touchpoint": pl.String, "channel": pl.String, "stage": pl.String, "owner": pl.String},
            orient="row",
        ),
        "seed.costs": pl.DataFrame(
            list(settings.costs.items()),
            schema={"touchpoint": pl.String, "contact_cost_amount": pl.Float64},
            orient="row",
        ),
        "seed.churn": pl.DataFrame(
            [
                (
                    churn is not None,
                    churn.touchpoint if churn else None,
                    churn.event if churn else None,
                    count_milliseconds(silence) if silence else None,
                    churn is not None and churn.among == "converted" and bool(settings.goals),
                )
            ],
            schema={
                "is_defined": pl.Boolean,
                "touchpoint": pl.String,
                "event_name": pl.String,
                "silence_milliseconds": pl.Int64,
                "is_among_converted": pl.Boolean,
            },
            orient="row",
        ),
        "seed.contacts": pl.DataFrame(
            [(count_milliseconds(settings.contacts.repeat_within),)],
            schema={"repeat_milliseconds": pl.Int64},
            orient="row",
        ),
        "seed.invitations": pl.DataFrame({"answer_milliseconds": [count_milliseconds(settings.voice.answer_within)]}),
        "seed.invitation_names": pl.DataFrame(
            {"event_name": sorted({name.lower() for name in settings.voice.invitations})},
            schema={"event_name": pl.String},
        ),
    }


def _split_owned(name: str) -> tuple[str | None, str | None, str | None]:
    """Split a key of [owners] into the touchpoint, channel or stage that it names; the other two are None."""
    if name.startswith(CHANNEL):
        return None, name.removeprefix(CHANNEL), None
    if name.startswith(STAGE):
        return None, None, name.removeprefix(STAGE)
    return name, None, None
