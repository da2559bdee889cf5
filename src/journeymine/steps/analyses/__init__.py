"""The analyses of a night, one module each; a new one is a module with an ANALYSIS and a line here."""

from journeymine.steps.analyses import (
    conformance,
    deviations,
    emotion,
    journey_map,
    moments,
    pains,
    patterns,
    personas,
    process_models,
    scores,
    segment_results,
    segment_sets,
    segments,
    signals,
    text_scores,
    topics,
    variants,
    waiting,
)
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome

ANALYSES: tuple[Analysis, ...] = (
    conformance.ANALYSIS,
    deviations.ANALYSIS,
    moments.ATTRIBUTION,
    moments.KEY_MOMENTS,
    pains.PAINS,
    pains.IMPROVEMENTS,
    patterns.ANALYSIS,
    personas.CHOICE,
    personas.CARDS,
    process_models.ANALYSIS,
    emotion.ANALYSIS,
    journey_map.ANALYSIS,
    scores.ANALYSIS,
    segments.ANALYSIS,
    segment_results.ANALYSIS,
    segment_sets.ANALYSIS,
    signals.ANALYSIS,
    text_scores.ANALYSIS,
    topics.ANALYSIS,
    variants.ANALYSIS,
    waiting.ANALYSIS,
)

__all__ = ["ANALYSES", "Analysis", "Inputs", "Outcome"]
