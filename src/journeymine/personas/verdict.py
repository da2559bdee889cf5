"""Whether there can be personas at all, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping


def judge(
    segment_verdict: Mapping[str, object], stable_count: int, goal_count: int, minimum_customers: int
) -> tuple[bool, str]:
    """Judge whether tonight's segments may become personas.

    Args:
        segment_verdict: The row of analysis.segment_verdict.
        stable_count: Segments that are stable or highly stable.
        goal_count: Goals that the settings map.
        minimum_customers: Fewer customers in the population give no persona.

    Returns:
        Whether they may, and the reason as part of a sentence.
    """
    customers, verdict = int(str(segment_verdict["customer_count"])), segment_verdict["verdict"]
    if not goal_count:
        return False, "no goal is mapped: name at least one in [[goals]] of journeymine.toml"
    if customers < minimum_customers:
        return False, f"{customers:,} customers; {minimum_customers:,} are needed"
    if verdict == "continuum":
        return False, "customers differ by degrees: a continuum, not segments"
    if verdict != "segments":
        return False, f"there are no segments: {segment_verdict['verdict_reason']}"
    if not stable_count:
        return False, "no segment is stable: all are tentative, which would make personas that change with the sample"
    told = "one stable segment" if stable_count == 1 else f"{stable_count} stable segments"
    return True, f"{told} of {segment_verdict['segment_count']}, {customers:,} customers"
