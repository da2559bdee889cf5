"""A page as one file: styles and scripts are put into it, and its policy names the scripts by their hashes."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path

from markupsafe import escape

_STYLE = re.compile(r'<link rel="stylesheet" href="([^"?]+)[^"]*">')
_SCRIPT = re.compile(r'<script src="([^"?]+)[^"]*"></script>')
_OWN_SCRIPTS = str(escape("script-src 'self';"))
"""What the policy of a page allows, as the template escapes it."""
_LINKS = re.compile(r'<link rel="(?:icon|alternate)"[^>]*>\n?')


def fold_page(page: Path, *, hidden: str = "") -> str:
    """Fold a page of the site, and what it loads, into one text that needs no other file.

    Args:
        page: A page of a written site, beside its assets.
        hidden: CSS selectors of what is left out of sight, such as the navigation to pages that are not there.
    """
    hashes: list[str] = []

    def put_style(found: re.Match[str]) -> str:
        return f"<style>{(page.parent / found[1]).read_text(encoding='utf-8')}</style>"

    def put_script(found: re.Match[str]) -> str:
        text = (page.parent / found[1]).read_text(encoding="utf-8").replace("</script", r"<\/script")
        hashes.append(f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")
        return f"<script>{text}</script>"

    text = _LINKS.sub("", page.read_text(encoding="utf-8"))
    text = _SCRIPT.sub(put_script, _STYLE.sub(put_style, text))
    if hidden:
        text = text.replace("</head>", f"<style>{hidden} {{ display: none !important; }}</style></head>")
    return text.replace(_OWN_SCRIPTS, f"script-src {' '.join(dict.fromkeys(hashes))};")
