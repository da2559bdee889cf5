"""The shipped list of sites, and what kind of channel a source is."""

from __future__ import annotations

from journeymine.settings import Settings
from journeymine.touchpoints.channels import build_channel_seeds, read_traffic_sources


def test_every_site_is_listed_once_in_lower_case_with_a_known_category():
    sources = read_traffic_sources()
    assert sources["source"].n_unique() == sources.height == 819
    assert (sources["source"] == sources["source"].str.to_lowercase()).all()
    assert set(sources["category"]) == {"search", "shopping", "social", "video"}


def test_sources_of_kind_offline_are_offline():
    settings = Settings.model_validate(
        {
            "project": {"name": "Test"},
            "sources": {"web": {"kind": "ga4", "path": "x"}, "stores": {"kind": "offline", "path": "y"}},
        }
    )
    seeds = build_channel_seeds(settings)["seed.sources"]
    assert dict(seeds.rows()) == {"web": "online", "stores": "offline"}
