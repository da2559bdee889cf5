"""Folded markup read back, the slow and plain way, as the script of the page does it."""

from __future__ import annotations

import json
import re
from typing import Any


def unfold(folded: Any) -> list[str]:
    """Read the sections that were folded, each as it was."""
    sections = []
    for part in folded["parts"]:
        numbers, text = iter(part), ""
        for number in numbers:
            shape = folded["shapes"][number]
            text += shape[0] + "".join(folded["texts"][next(numbers)] + piece for piece in shape[1:])
        sections.append(text)
    return sections


def read_maps(page: str) -> list[str]:
    """Read every journey map of a page: the first stands in it, the others are folded."""
    first = re.findall(r'<section class="jmap".*?</section>', page, re.DOTALL)
    block = re.search(r'<script type="application/json" id="data-folded">(.*?)</script>', page, re.DOTALL)
    return first + (unfold(json.loads(block[1])) if block else [])
