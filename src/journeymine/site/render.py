"""Pages, data blocks and files: the one place where a page becomes bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from journeymine.site.page import Content, Page, SiteContext
from journeymine.site.script_data import render_json, write_dictionary
from journeymine.site.templating import open_templates
from journeymine.site.vocabulary import CHANNELS, STAGES
from journeymine.site.words import LANGUAGES

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'; object-src 'none'"
)
"""Scripts only from files beside the page; 'unsafe-inline' is for styles alone, which plotly sets on its elements."""
SHARED_SIZE = 20_000
"""Characters from which a data block that is alike in all languages is worth a file of its own (choice)."""
LANGUAGE_SCRIPT = "language.js"
_NAMING = ("explorer/", "map/")
"""Folders of scripts that say names of stages and channels."""


def asset_folder() -> Path:
    """Return the folder of scripts and styles that ship with the package."""
    return Path(str(files("journeymine"))) / "site" / "assets"


def render_page(
    page: Page,
    content: Content,
    shown: Sequence[Page],
    context: SiteContext,
    versions: Mapping[str, str],
    shared: Mapping[str, str] | None = None,
    groups: Sequence[tuple[str, Sequence[Page]]] = (),
) -> str:
    """Render one page in the language of the context.

    Args:
        page: The page.
        content: What it says.
        shown: The pages of this site in the order of the navigation.
        context: The project and the night.
        versions: A hash per asset, so that a browser never shows yesterday's script with today's page.
        shared: File of each data block that lies beside the pages instead of in them, with its version.
        groups: The pages of this site as the navigation groups them; without groups, each stands alone.
    """
    shared = shared or {}
    template = open_templates(context.words, context.minimum_cell).get_template(page.template)
    scripts = [(asset_folder() / name).read_text(encoding="utf-8") for name in page.scripts if "vendor/" not in name]
    names = (*STAGES, *CHANNELS) if any(name.startswith(_NAMING) for name in page.scripts) else ()
    dictionary = write_dictionary(
        [*scripts, (asset_folder() / LANGUAGE_SCRIPT).read_text("utf-8")], context.words, names
    )
    return template.render(
        **content.variables,
        page=page,
        pages=shown,
        groups=groups or [("", (each,)) for each in shown],
        context=context,
        evidence=content.evidence,
        data={name: value for name, value in content.data.items() if name not in shared},
        shared=[shared[name] for name in content.data if name in shared],
        dictionary=dictionary,
        versions=versions,
        policy=CONTENT_SECURITY_POLICY,
        languages=LANGUAGES,
    )


def write_shared(folder: Path, page: Page, contents: Sequence[Content]) -> dict[str, str]:
    """Write the large data blocks that a page has alike in every language, once, where all its versions find them.

    Args:
        folder: The site's folder.
        page: The page.
        contents: What it says in each language.

    Returns:
        The file of each shared block, relative to the site's root, with its version.
    """
    first, *others = contents
    shared = {}
    for name, value in first.data.items():
        if not others or any(other.data.get(name) != value for other in others):
            continue
        text = f"window.journeymine.give({json.dumps(name)}, {render_json(value)});\n"
        if len(text) >= SHARED_SIZE:
            path = f"data/{page.name}-{name}.js"
            (folder / "data").mkdir(exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
            shared[name] = f"{path}?v={_hash(text.encode())}"
    return shared


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
    return {name: _hash(content) for name, content in contents.items()}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
