from __future__ import annotations

from journeymine.site.glossary import LAYERS, list_columns, list_layers
from tests.unit.site.example_dictionary import write_dictionary


def test_tables_stand_in_the_order_of_layers_with_their_columns_in_order() -> None:
    layers = list_layers(write_dictionary())
    assert [layer["name"] for layer in layers] == ["core", "marts"]
    (steps,) = layers[0]["tables"]  # type: ignore[misc]
    assert steps == {"name": "core.steps", "row": "One row per step.", "columns": ["props", "touchpoint"]}


def test_a_column_is_listed_once_however_many_tables_have_it() -> None:
    columns = {str(row["dictionary_column"]): row for row in list_columns(write_dictionary())}
    assert list(columns) == ["loop_count", "props", "touchpoint"]
    assert columns["touchpoint"]["table_count"] == 2
    assert columns["touchpoint"]["dictionary_table"] == "core.steps"
    assert columns["props"]["column_meaning"] is None


def test_every_published_layer_has_a_heading() -> None:
    assert set(LAYERS) == {"raw", "core", "marts", "analysis", "report", "meta"}
