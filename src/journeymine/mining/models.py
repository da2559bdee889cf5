"""The models there are, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass

DIRECTLY_FOLLOWS = "directly_follows"
SPLIT_MINER = "split_miner"
INDUCTIVE_MINER = "inductive_miner"
HEURISTICS_MINER = "heuristics_miner"
QUICK_VIEW = "quick_view"


@dataclass(frozen=True)
class Model:
    """One way to draw the journeys as a process.

    A model `is_drawn` as a BPMN diagram, or else as arcs between touchpoints.
    `is_sound` is True when the way it is made leaves no other possibility, else None: its net `is_checked`, or not
    where much may be done together, since the check visits every state.
    """

    model: str
    is_abstracted: bool
    is_drawn: bool
    is_sound: bool | None
    is_checked: bool
    note: str


MODELS = (
    Model(
        SPLIT_MINER,
        is_abstracted=True,
        is_drawn=True,
        is_sound=None,
        is_checked=True,
        note="Split Miner on the most travelled arcs: choices and loops; a customer is at one touchpoint at a time.",
    ),
    Model(
        INDUCTIVE_MINER,
        is_abstracted=False,
        is_drawn=True,
        is_sound=True,
        is_checked=False,
        note="Inductive miner (IMf) on the variants: blocks only, sound by construction.",
    ),
    Model(
        HEURISTICS_MINER,
        is_abstracted=False,
        is_drawn=False,
        is_sound=None,
        is_checked=False,
        note="Heuristics miner: what follows far more often one way than the other; soundness is not checked.",
    ),
    Model(
        QUICK_VIEW,
        is_abstracted=True,
        is_drawn=True,
        is_sound=True,
        is_checked=False,
        note="Inductive miner on the most travelled arcs alone (IMd): quick, and looser than the one on the variants.",
    ),
    Model(
        DIRECTLY_FOLLOWS,
        is_abstracted=True,
        is_drawn=False,
        is_sound=True,
        is_checked=False,
        note="Directly-follows graph of the most travelled arcs; no touchpoint is cut off.",
    ),
)
"""The headline model first."""
