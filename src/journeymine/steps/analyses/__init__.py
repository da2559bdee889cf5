"""The analyses of a night, one module each; a new one is a module with an ANALYSIS and a line here."""

from journeymine.steps.analyses import process_models, scores
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome

ANALYSES: tuple[Analysis, ...] = (process_models.ANALYSIS, scores.ANALYSIS)

__all__ = ["ANALYSES", "Analysis", "Inputs", "Outcome"]
