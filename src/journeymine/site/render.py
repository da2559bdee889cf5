"""Templates, data blocks and files: the one place where a page becomes bytes, and where everything is escaped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path

import jinja2
from markupsafe import Markup

from journeymine.site import wording
from journeymine.site.page import Content, Page, SiteContext
from journeymine.site.small_groups import count_or_fewer

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'; object-src 'none'"
)
"""Scripts only from files beside the page; 'unsafe-inline' is for styles alone, which plotly sets on its elements."""

_JSON_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def asset_folder() -> Path:
    """Return the folder of scripts and styles that ship with the package."""
    return Path(str(files("journeymine"))) / "site" / "assets"


def render_json(value: object) -> Markup:
    """Render a value as JSON that can stand inside a script element: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for character, escaped in _JSON_ESCAPES.items():
        text = text.replace(character, escaped)
    return Markup(text)


def open_templates(minimum_cell: int, timezone: str = "UTC") -> jinja2.Environment:
    """Open the templates: everything is escaped, an unknown variable is an error, `told` hides small counts.

    Times are UTC and shown in `timezone`.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("journeymine.site", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        number=wording.render_number,
        share=wording.render_share,
        interval=wording.render_interval,
        duration=wording.render_duration,
        moment=partial(wording.render_moment, timezone=timezone),
        day=partial(wording.render_day, timezone=timezone),
        json=render_json,
        told=partial(count_or_fewer, minimum=minimum_cell),
    )
    return environment


def render_page(
    page: Page, content: Content, shown: Sequence[Page], context: SiteContext, versions: Mapping[str, str]
) -> str:
    """Render one page.

    Args:
        page: The page.
        content: What it says.
        shown: The pages of this site in the order of the navigation.
        context: The project and the night.
        versions: A hash per asset, so that a browser never shows yesterday's script with today's page.
    """
    template = open_templates(context.minimum_cell, context.timezone).get_template(page.template)
    return template.render(
        **content.variables,
        page=page,
        pages=shown,
        context=context,
        evidence=content.evidence,
        data=content.data,
        versions=versions,
        policy=CONTENT_SECURITY_POLICY,
    )


def write_assets(folder: Path, plotly_script: str) -> dict[str, str]:
    """Write styles, scripts and the shared chart library into `folder`/assets; return a short hash of each by name."""
    contents = {
        path.relative_to(asset_folder()).as_posix(): path.read_bytes()
        for path in sorted(asset_folder().rglob("*"))
        if path.is_file() and path.suffix != ".py"
    }
    contents["vendor/plotly.min.js"] = plotly_script.encode()
    for name, content in contents.items():
        target = folder / "assets" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return {name: hashlib.sha256(content).hexdigest()[:10] for name, content in contents.items()}
