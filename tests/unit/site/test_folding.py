from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeymine.site.folding import fold_markup
from tests.unit.site.unfolded import unfold

ITEM = '<li class="item"><p title="{}"><bdi>{}</bdi></p> <button data-e="{}">n 12</button></li>'
texts = st.text(st.characters(exclude_characters='<>"', exclude_categories=["Cs"]), max_size=12)


def test_items_of_one_shape_share_it_and_a_text_stands_once() -> None:
    folded = fold_markup([ITEM.format("a", "b", 7) + ITEM.format("c", "b", 8), ITEM.format("a", "d", 9)])
    assert len(folded["shapes"]) == 1
    assert folded["texts"] == ["a", "b", " ", "7", "n 12", "c", "8", "d", "9"]


def test_markup_without_items_and_empty_markup_come_back() -> None:
    sections = ["", "<p>one</p>\n<p>two", "three", "<ul>\n  <li>four</li>\n</ul>"]
    assert unfold(fold_markup(sections)) == sections


@given(st.lists(st.lists(st.tuples(texts, texts, texts), max_size=3), max_size=3))
def test_what_was_folded_comes_back_as_it_was(rows: list[list[tuple[str, str, str]]]) -> None:
    sections = ["<ul>\n".join(ITEM.format(*values) for values in section) for section in rows]
    assert unfold(fold_markup(sections)) == sections
