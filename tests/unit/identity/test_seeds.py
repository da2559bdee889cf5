"""Identity settings as seed tables."""

from __future__ import annotations

from journeymine.identity.seeds import build_identity_seeds
from journeymine.settings import Settings


def test_kinds_keep_the_order_of_the_settings_and_devices_come_last():
    settings = Settings.model_validate(
        {
            "project": {"name": "Test"},
            "sources": {"web": {"kind": "events", "path": "x"}},
            "identity": {"keys": ["email", "user_id"], "at_most": {"email": 3}},
        }
    )
    seeds = build_identity_seeds(settings)
    assert seeds["seed.identity_kinds"].rows() == [
        ("email", 1, True, 3),
        ("user_id", 2, True, 10),
        ("device", 3, False, 50),
    ]
    assert seeds["seed.identity_rules"].rows() == [("by_login_window",)]
