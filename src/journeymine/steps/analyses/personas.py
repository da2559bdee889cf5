"""Personas: which segments become one, then their cards with the evidence of each line."""

from __future__ import annotations

from journeymine.personas.cards import make_cards
from journeymine.personas.choosing import choose_personas
from journeymine.personas.claims import Thresholds
from journeymine.personas.identity import IDENTITY_SCHEMA
from journeymine.settings import Settings
from journeymine.steps.analyses.analysis import Analysis, Inputs, Outcome
from journeymine.warehouse.sqlfiles import Model

_IDS = "analysis.persona_ids"
_CHOOSING = (
    *("analysis.segment_verdict", "analysis.segments", "analysis.segment_profiles", "analysis.segment_moves"),
    *("analysis.persona_counts", "analysis.persona_variants"),
)
_CARDS = (
    *("analysis.segments", "analysis.segment_profiles", _IDS, "analysis.persona_counts", "analysis.persona_measures"),
    *("analysis.persona_medoids", "analysis.persona_paths", "analysis.persona_steps", "analysis.persona_feelings"),
    *("analysis.persona_quotes", "analysis.persona_prevalence", "report.headline_metrics"),
)


def choose(inputs: Inputs) -> Outcome:
    """Choose tonight's personas; the log says why there are none, and what people must answer."""
    written = inputs.settings.persona_overlay.persona
    answers = {name: notes.segment for name, notes in written.items() if notes.segment}
    chosen = choose_personas(
        {table: inputs[table] for table in _CHOOSING},
        inputs.last.get(_IDS),
        answers,
        written,
        goal_count=len(inputs.settings.goals),
        minimum_customers=inputs.settings.personas.minimum_customers,
        limits=_read_limits(inputs.settings),
    )
    unknown = sorted(set(written) - set(chosen.ids["persona_id"]))
    questions = [*chosen.questions, *(f"overlay/personas.toml names {name}, which no persona is." for name in unknown)]
    row = chosen.verdict.row(0, named=True)
    told = "No personas" if row["is_refused"] else f"{row['persona_count']} personas"
    frames = {
        "analysis.persona_verdict": chosen.verdict,
        _IDS: chosen.ids,
        "analysis.persona_attributes": chosen.attributes,
        "analysis.persona_paths": chosen.paths,
    }
    return Outcome(frames, (f"{told}: {row['refusal_reason']}.",), tuple(questions))


def tell(inputs: Inputs) -> Outcome:
    """Make the cards of tonight's personas."""
    headlines = inputs["report.headline_metrics"].row(0, named=True)
    personas, evidence = make_cards(
        {table: inputs[table] for table in _CARDS},
        inputs.settings.persona_overlay.persona,
        (headlines["observed_from_at"], inputs.as_of),
        inputs.settings.stages.order,
        _read_limits(inputs.settings),
        joint_share=inputs.settings.personas.joint_share,
        seed=inputs.seed,
    )
    return Outcome({"analysis.personas": personas, "analysis.persona_evidence": evidence})


def _read_limits(settings: Settings) -> Thresholds:
    wished = settings.personas
    return Thresholds(wished.sure, wished.pain_lift, wished.pain_customers, settings.privacy.minimum_cell)


CHOICE = Analysis(
    name="choice of personas",
    inputs=_CHOOSING,
    tables=(
        Model("analysis.persona_verdict", "one row: whether there are personas, and if not, why", ("is_refused",)),
        Model(_IDS, "one row per persona ever given, and what became of it", ("persona_id",)),
        Model(
            "analysis.persona_attributes",
            "one row per persona and headline attribute",
            ("persona_id", "attribute_index"),
        ),
        Model(
            "analysis.persona_paths", "one row per persona and step of its typical path", ("persona_id", "step_index")
        ),
    ),
    run=choose,
    last_inputs={_IDS: IDENTITY_SCHEMA},
)
CARDS = Analysis(
    name="personas",
    inputs=_CARDS,
    tables=(
        Model("analysis.personas", "one row per persona", ("persona_id",)),
        Model("analysis.persona_evidence", "one row per persona and claim", ("persona_id", "claim_index")),
    ),
    run=tell,
)
