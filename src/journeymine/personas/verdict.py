"""Whether there can be personas at all, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Verdict(NamedTuple):
    """`refusal_kind` is "" where personas may be made; `reason` is part of a sentence."""

    refusal_kind: str
    reason: str

    @property
    def is_refused(self) -> bool:
        """Whether there can be no personas."""
        return bool(self.refusal_kind)


def judge(segment_verdict: Mapping[str, object], stable_count: int, goal_count: int, minimum_customers: int) -> Verdict:
    """Judge whether tonight's segments may become personas.

    Args:
        segment_verdict: The row of analysis.segment_verdict.
        stable_count: Segments that are stable or highly stable.
        goal_count: Goals that the settings map.
        minimum_customers: Fewer customers in the population give no persona.
    """
    customers, found = int(str(segment_verdict["customer_count"])), segment_verdict["verdict"]
    if not goal_count:
        return Verdict("no_goal", "no goal is mapped: name at least one in [[goals]] of journeymine.toml")
    if customers < minimum_customers:
        return Verdict("too_few", f"{customers:,} customers; {minimum_customers:,} are needed")
    if found == "continuum":
        return Verdict("continuum", "customers differ by degrees: a continuum, not segments")
    if found != "segments":
        return Verdict("no_segments", f"there are no segments: {segment_verdict['verdict_reason']}")
    if not stable_count:
        return Verdict("not_stable", "no segment is stable, and tentative ones would change with the sample")
    told = "one stable segment" if stable_count == 1 else f"{stable_count} stable segments"
    return Verdict("", f"{told} of {segment_verdict['segment_count']}, {customers:,} customers")
