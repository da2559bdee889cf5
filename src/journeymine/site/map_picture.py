"""A journey map as one SVG file that any program opens: no style sheet, no script, only text and shapes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape
from typing import Any

from journeymine.site.journey_curve import STEP
from journeymine.site.map_cards import COLORS, MAP, tell_item
from journeymine.site.words import Words

HEAD, WIDTH, LINE, PAD = 150, 230, 14, 8
"""Width of the lanes' titles and of a stage, height of a line of text, and room around it, in pixels."""
LETTERS = 34
"""Letters of a line: what fits into a stage in 11 px, with room for wide ones."""
TOP = 84
_INK, _QUIET = "#1c1f26", "#5c6370"


def draw_map(drawn: MAP, words: Words) -> str:
    """Draw a map as the page describes it: stages across, lanes down, the curve of emotion through them.

    Returns:
        SVG text; an item more than a lane shows is counted, not drawn.
    """
    width = HEAD + WIDTH * len(drawn["stages"]) + 2 * PAD
    parts = [_text(PAD, 26, drawn["title"], 18, weight=700)]
    customers = words.gettext("Customers")
    about = f"{customers}: {words.number(drawn['customer_count'])} · {drawn['scenario_title']}"
    parts.append(_text(PAD, 46, about, 12, color=_QUIET))
    for index, stage in enumerate(drawn["stages"]):
        x = HEAD + PAD + index * WIDTH
        shape = f"M{x} 56h{WIDTH - 12}l10 13l-10 13h-{WIDTH - 12}l10 -13z"
        parts.append(f'<path d="{shape}" fill="#dbe4f3"/>' + _text(x + 18, 73, stage["title"], 13, weight=700))
    y = TOP + PAD
    for lane in drawn["lanes"]:
        if lane["is_empty"]:
            continue
        if lane["lane"] == "emotion" and drawn["curve"].points:
            parts += _draw_curve(drawn, lane["title"], y, words)
            y += drawn["curve"].height + PAD
            lane = {**lane, "title": ""}  # it stands beside the curve
        height, shapes = _draw_lane(lane, y, words)
        parts += shapes
        y += height + PAD
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" viewBox="0 0 {width} {y}" '
        f'font-family="sans-serif"><rect width="{width}" height="{y}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _draw_lane(lane: dict[str, Any], y: int, words: Words) -> tuple[int, list[str]]:
    columns = [list(_wrap(cell["items"], lane["shown"], words)) for cell in lane["cells"]]
    height = max(LINE * max(len(lines) for lines in columns) + 2 * PAD, 3 * LINE)
    shapes = [*_titles(lane["title"], y)]
    for index, lines in enumerate(columns):
        x = HEAD + PAD + index * WIDTH
        fill = COLORS[lane["tone"]] if lines else "#f6f6f4"
        shapes.append(f'<rect x="{x}" y="{y}" width="{WIDTH - PAD}" height="{height}" rx="4" fill="{fill}"/>')
        if not lines:
            shapes.append(_text(x + PAD, y + PAD + LINE, words.gettext("not evidenced"), 11, color=_QUIET))
        for row, line in enumerate(lines, 1):
            shapes.append(_text(x + PAD, y + PAD - 3 + LINE * row, line, 11))
    return height, shapes


def _draw_curve(drawn: MAP, title: str, y: int, words: Words) -> list[str]:
    curve, scale = drawn["curve"], WIDTH / STEP
    place = f'transform="translate({HEAD + PAD} {y}) scale({scale:g} 1)"'
    middle = curve.height / 2
    shapes = [f'<path d="M0 {middle:g}H{curve.width}" stroke="#c9ccd2" stroke-dasharray="3 4"/>']
    shapes += [f'<path d="{band}" fill="#c7b6ea" fill-opacity=".35"/>' for band in curve.bands]
    shapes += [f'<path d="{gap}" fill="none" stroke="#7a5bc0" stroke-dasharray="2 5"/>' for gap in curve.gaps]
    shapes.append(f'<path d="{curve.line}" fill="none" stroke="#7a5bc0" stroke-width="2"/>')
    dots = []
    for point in curve.points:
        x = HEAD + PAD + point.x * scale
        fill = "#7a5bc0" if point.kind == "reported" else "#ffffff"
        dash = ' stroke-dasharray="2 2"' if point.kind == "modelled" else ""
        dots.append(
            f'<circle cx="{x:g}" cy="{y + point.y:g}" r="6" fill="{fill}" stroke="#7a5bc0" stroke-width="2"{dash}/>'
        )
        dots.append(
            _text(round(x) + 10, round(y + point.y) - 8, words.decimal(point.value, 2, is_signed=True), 11, weight=700)
        )
    return [*_titles(title, y), f"<g {place}>{''.join(shapes)}</g>", *dots]


def _wrap(items: list[dict[str, Any]], shown: int, words: Words) -> Iterator[str]:
    for item in items[:shown]:
        first, *rest = textwrap.wrap(tell_item(item, words), LETTERS) or [""]
        yield f"• {first}"
        yield from (f"   {line}" for line in rest)
    if len(items) > shown:
        yield words.ngettext("{count} more", "{count} more", len(items) - shown)


def _titles(title: str, y: int) -> Iterator[str]:
    for row, line in enumerate(textwrap.wrap(title, 22), 1):
        yield _text(PAD, y + PAD - 3 + LINE * row, line, 12, weight=700)


def _text(x: int, y: int, text: str, size: int, *, weight: int = 400, color: str = _INK) -> str:
    style = f'font-size="{size}" font-weight="{weight}" fill="{color}" xml:space="preserve"'
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>'
