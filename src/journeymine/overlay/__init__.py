"""What people write beside what the machine finds: overlay/*.toml, one file a matter, kept every night."""

from journeymine.overlay.identity import IdentityOverlay, number_key, read_identity_overlay
from journeymine.overlay.map import LANES, MAP_FILE, MapOverlay, check_map_overlay, read_map_overlay
from journeymine.overlay.personas import PERSONA_FILE, PersonaNotes, PersonaOverlay, read_persona_overlay
from journeymine.overlay.plan import PLAN_FILE, Improvement, PlanOverlay, check_plan_overlay, read_plan_overlay
from journeymine.overlay.signals import SIGNAL_FILE, SignalLabel, SignalOverlay, read_signal_overlay
from journeymine.overlay.topics import TOPIC_FILE, TopicOverlay, read_topic_overlay

__all__ = [
    "LANES",
    "MAP_FILE",
    "PERSONA_FILE",
    "PLAN_FILE",
    "SIGNAL_FILE",
    "TOPIC_FILE",
    "IdentityOverlay",
    "Improvement",
    "MapOverlay",
    "PersonaNotes",
    "PersonaOverlay",
    "PlanOverlay",
    "SignalLabel",
    "SignalOverlay",
    "TopicOverlay",
    "check_map_overlay",
    "check_plan_overlay",
    "number_key",
    "read_identity_overlay",
    "read_map_overlay",
    "read_persona_overlay",
    "read_plan_overlay",
    "read_signal_overlay",
    "read_topic_overlay",
]
