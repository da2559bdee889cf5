"""The analyses of a night, one module each; a new one is a module with an ANALYSIS and a line here."""

from journeymine.steps.analyses import (
    conformance,
    deviations,
    emotion,
    moments,
    patterns,
    personas,
    process_models,
    scores,
    segments,
    text_scores,
    waiting,
)
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome

ANALYSES: tuple[Analysis, ...] = (
    conformance.ANALYSIS,
    deviations.ANALYSIS,
    moments.ATTRIBUTION,
    moments.KEY_MOMENTS,
    patterns.ANALYSIS,
    personas.CHOICE,
    personas.CARDS,
    process_models.ANALYSIS,
    emotion.ANALYSIS,
    scores.ANALYSIS,
    segments.ANALYSIS,
    text_scores.ANALYSIS,
    waiting.ANALYSIS,
)

__all__ = ["ANALYSES", "Analysis", "Inputs", "Outcome"]
