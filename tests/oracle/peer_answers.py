"""Run by the interpreter of the peer's own environment: what Retentioneering says of logs, as JSON.

python peer_answers.py QUESTIONS.json ANSWERS.json
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

SCHEMA = {"path_cols": ["user_id"], "event_col": "event", "timestamp_col": "timestamp"}


def read_log(question: dict[str, Any]) -> pd.DataFrame:
    """Read a log; "NA" is a name there, only an empty cell is none."""
    log = pd.read_csv(question["file"], dtype=str, keep_default_na=False, na_values=[""])
    log["timestamp"] = pd.to_datetime(log["timestamp"])
    if question.get("is_without_nulls"):
        log = log[log["event"].notna()]
    if "shuffled" in question:
        log = log.sample(frac=1, random_state=question["shuffled"])
    return log.reset_index(drop=True)


def list_cells(frame: pd.DataFrame) -> list[list[Any]]:
    """List the cells of a matrix that are not 0: [row, column, value]."""
    return [
        [str(row), str(column), float(value)]
        for row, cells in frame.iterrows()
        for column, value in cells.items()
        if value
    ]


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """Answer what is asked of one log."""
    import retentioneering as rete

    log = read_log(question)
    schema = {**SCHEMA, "segment_cols": question.get("segments", []), "custom_cols": []}
    columns = ["user_id", "event", "timestamp", *question.get("extra", []), *schema["segment_cols"]]
    stream = rete.Eventstream(log[columns], schema=schema)
    if "keep" in question:
        stream = stream.filter_events(keep=question["keep"])
    answers: dict[str, Any] = {"transitions": list_cells(stream.transition_graph_data(edge_weight="count"))}
    if "steps" in question:
        answers["steps"] = list_cells(stream.step_matrix_data(max_steps=question["steps"]))
    if "anchor" in question:
        around = stream.step_matrix_data(max_steps=question["steps"], anchor=question["anchor"])
        answers["around"] = [list_cells(block) for block in (around if isinstance(around, tuple) else (around,))]
    if "funnel" in question:
        steps = stream.funnel_data(steps=question["funnel"])["steps"]
        answers["funnel"] = [step["unique_paths"] for step in steps]
    if "conversion" in question:
        start, end, within = question["conversion"]
        found = stream.get_conversion_rate(start, end, within=within).iloc[0]
        answers["conversion"] = [int(found["paths_with_start"]), int(found["converted"])]
    if "inactivity_days" in question:
        churn = {"inactivity_days": question["inactivity_days"]}
        rows = stream.add_events(name="lost to us", churn=churn).to_dataframe()
        last = rows.groupby("user_id", observed=True).tail(1)
        answers["lost"] = sorted(last.loc[last["event"].astype(str) == "lost to us", "timestamp"].astype(str))
        answers["lost_count"] = int((rows["event"].astype(str) == "lost to us").sum())
    return answers


def main() -> None:
    """Answer every question; one that fails is answered with what it raised."""
    warnings.filterwarnings("ignore")
    questions = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answers = {}
    for name, question in questions.items():
        try:
            answers[name] = answer(question)
        except Exception as error:  # noqa: BLE001 - whatever it raises is its answer
            answers[name] = {"error": f"{type(error).__name__}: {error}"}
    Path(sys.argv[2]).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main()
