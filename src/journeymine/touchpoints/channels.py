"""Where visitors come from: known sites by category, and the source kinds that are offline."""

from __future__ import annotations

from importlib.resources import files

import polars as pl

from journeymine.settings import Settings

CHANNEL_GROUPS = (
    "Direct",
    "Cross-network",
    "Paid Shopping",
    "Paid Search",
    "Paid Social",
    "Paid Video",
    "Display",
    "Paid Other",
    "Organic Shopping",
    "Organic Social",
    "Organic Video",
    "Organic Search",
    "Referral",
    "Email",
    "Affiliates",
    "Audio",
    "SMS",
    "Mobile Push Notifications",
    "Unassigned",
)
"""The default channel groups of Google Analytics 4, in the order its rules are tried."""


def build_channel_seeds(settings: Settings) -> dict[str, pl.DataFrame]:
    """Build the tables of schema seed that name channels.

    Returns:
        seed.traffic_sources: one row per known site, lower case, with its category: search, shopping, social, video.
        seed.channel_groups: one row per default channel group.
        seed.sources: one row per source of the project, and whether it is online or offline.
    """
    return {
        "seed.traffic_sources": read_traffic_sources(),
        "seed.channel_groups": pl.DataFrame({"default_channel_group": CHANNEL_GROUPS}),
        "seed.sources": pl.DataFrame(
            [(name, "offline" if source.kind == "offline" else "online") for name, source in settings.sources.items()],
            schema={"source": pl.String, "channel_kind": pl.String},
            orient="row",
        ),
    }


def read_traffic_sources() -> pl.DataFrame:
    """Read the shipped list of sites and their categories.

    Returns:
        One row per site, lower case: source, category.
    """
    text = files("journeymine.touchpoints").joinpath("traffic_sources.csv").read_bytes()
    return pl.read_csv(text, schema={"source": pl.String, "category": pl.String})
