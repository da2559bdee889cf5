from __future__ import annotations

from pathlib import Path

import pytest

from journeymine.errors import SettingsError
from journeymine.overlay import SIGNAL_FILE, TOPIC_FILE, read_signal_overlay, read_topic_overlay


def write(folder: Path, name: Path, content: str) -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    return folder


def test_without_a_file_nothing_is_confirmed_or_named(tmp_path: Path) -> None:
    assert read_signal_overlay(tmp_path).list_labels() == []
    assert read_topic_overlay(tmp_path).list_names() == {}


def test_entries_confirm_and_reject_sentences(tmp_path: Path) -> None:
    content = (
        '[[confirm]]\nsentence = "a"\nsignal = "fear"\n'
        '[[reject]]\nsentence = "b"\nsignal = "barrier"\nsubtype = "price"\n'
    )
    labels = read_signal_overlay(write(tmp_path, SIGNAL_FILE, content)).list_labels()
    assert [(status, label.sentence, label.subtype) for status, label in labels] == [
        ("confirmed", "a", ""),
        ("rejected", "b", "price"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[[confirm]]\nsentence = "a"\nsignal = "feer"\n', "signals.toml:3.*fear"),
        ('[[confirm]]\nsentence = "a"\nsignal = "fear"\nsubtype = "price"\n', "a fear has no subtype 'price'"),
        ('[[confirm]]\nsentnce = "a"\nsignal = "fear"\n', "signals.toml:2.*Did you mean 'sentence'"),
        (
            '[[confirm]]\nsentence = "a"\nsignal = "fear"\n[[reject]]\nsentence = "a"\nsignal = "fear"\n',
            "confirmed and rejected",
        ),
    ],
)
def test_an_entry_that_means_nothing_is_refused_where_it_stands(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SettingsError, match=f"(?s){message}"):
        read_signal_overlay(write(tmp_path, SIGNAL_FILE, content))


def test_topics_are_named_and_merged_by_id(tmp_path: Path) -> None:
    overlay = read_topic_overlay(
        write(tmp_path, TOPIC_FILE, '[topic.t01]\nname = "Delivery"\nmerge = ["t03", "t04"]\n')
    )
    assert overlay.list_names() == {"t01": "Delivery"}
    assert overlay.list_merges() == {"t03": "t01", "t04": "t01"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[topic.delivery]\nname = "x"\n', "topics.toml"),
        ('[topic.t01]\nmerge = ["t01"]\n', "into itself"),
        ('[topic.t01]\nmerge = ["t02"]\n[topic.t03]\nmerge = ["t02"]\n', "merged into t01 and into t03"),
        ('[topic.t01]\nmerge = ["t02"]\n[topic.t02]\nmerge = ["t03"]\n', "takes others up itself"),
    ],
)
def test_topics_that_contradict_one_another_are_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        read_topic_overlay(write(tmp_path, TOPIC_FILE, content))
