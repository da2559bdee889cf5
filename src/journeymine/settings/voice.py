"""[voice]: how what customers write is read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from journeymine.settings.base import Table


class VoiceSettings(Table):
    """[voice]: whether texts are read at all, and a folder of lexicons of one's own, one LANGUAGE.toml each."""

    valence: Literal["lexicon", "scores_only"] = "lexicon"
    lexicons: Path | None = None
