"""The sheets of pains, delights and the plan in the words of a language, for readers rather than for queries."""

from __future__ import annotations

import polars as pl

from journeymine.improve.words import write_question, write_title
from journeymine.site.pains import SOURCES, STATUSES
from journeymine.site.words import Words, mark

PAIN_HEADINGS = {
    "pain_rank": mark("Rank"),
    "title": mark("What it is"),
    "pain_source": mark("Source"),
    "touchpoint": mark("Touchpoint"),
    "stage": mark("Stage"),
    "channel": mark("Channel"),
    "owner": mark("Owner"),
    "customer_count": mark("Customers"),
    "customer_low": mark("Customers, low"),
    "customer_high": mark("Customers, high"),
    "severity": mark("Severity"),
    "severity_low": mark("Severity, low"),
    "severity_high": mark("Severity, high"),
    "value_amount": mark("At stake"),
    "value_amount_low": mark("At stake, low"),
    "value_amount_high": mark("At stake, high"),
    "amount_unit": mark("Unit"),
    "next_question": mark("Next question"),
    "pain_since_at": mark("Known since"),
    "source_table": mark("Table"),
}
PLAN_HEADINGS = {
    "title": mark("Pain"),
    "touchpoint": mark("Touchpoint"),
    "stage": mark("Stage"),
    "action": mark("Action"),
    "owner": mark("Owner"),
    "improvement_status": mark("Status"),
    "due_date": mark("Due"),
    "done_date": mark("Done"),
    "is_overdue": mark("Overdue"),
    "improvement_note": mark("Note"),
    "expected_change": mark("Expected"),
    "before_share": mark("Before"),
    "after_share": mark("After"),
    "effect_change": mark("Change"),
    "effect_change_low": mark("Change, low"),
    "effect_change_high": mark("Change, high"),
    "before_customer_count": mark("Customers before"),
    "after_customer_count": mark("Customers after"),
    "change_note": mark("How the change was measured"),
}


def tell_sheets(pains: pl.DataFrame, plan: pl.DataFrame, words: Words) -> dict[str, pl.DataFrame]:
    """Tell pains, delights and the plan as sheets whose headings and words are of one language.

    Args:
        pains: Rows of analysis.pain_points that may be told.
        plan: Rows of analysis.improvements; what may not be told of them is null.
        words: The language.

    Returns:
        Frames by the sheet's name; names that people gave stay as they are.
    """
    keys = pains.select("pain_kind", "pain_source", "pain_subject", "touchpoint").rows()
    told = pains.with_columns(
        pl.Series(
            "title",
            [
                write_title(key, words.translate, subject)
                for key, subject in zip(keys, pains["subject_words"], strict=True)
            ],
            pl.String,
        ),
        pl.Series("next_question", [write_question(key, words.translate) for key in keys], pl.String),
        _translate("pain_source", SOURCES, words),
        _translate("stage", {}, words),
    )
    titles = dict(told.select("pain_id", "title").iter_rows())
    planned = plan.with_columns(
        pl.col("pain_id").replace_strict(titles, default=pl.col("title"), return_dtype=pl.String).alias("title"),
        _translate("improvement_status", STATUSES, words),
        _translate("change_note", {}, words),
        _translate("stage", {}, words),
    )
    return {
        words.gettext("Pains"): _head(told.filter(pain_kind="pain"), PAIN_HEADINGS, words),
        words.gettext("Delights"): _head(told.filter(pain_kind="delight"), PAIN_HEADINGS, words),
        words.gettext("Plan"): _head(planned, PLAN_HEADINGS, words),
    }


def _translate(column: str, names: dict[str, str], words: Words) -> pl.Expr:
    def say(value: str) -> str:
        return words.translate(names.get(value, value))

    return pl.col(column).map_elements(say, pl.String)


def _head(frame: pl.DataFrame, headings: dict[str, str], words: Words) -> pl.DataFrame:
    return frame.select(pl.col(column).alias(words.translate(text)) for column, text in headings.items())
