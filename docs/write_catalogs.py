"""Bring the catalogs of the site up to date with what its pages say; `make catalogs` runs it.

A message that no catalog of a language holds is added, untranslated, to the catalog named for the module, template or
script that says it, or to frame.po where several do; one that nothing says any more is dropped. Names of catalogs as
arguments keep to these.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import jinja2
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

from journeymine.site import refusals, retelling, vocabulary
from journeymine.site.pages import PAGES
from journeymine.site.script_data import find_messages
from journeymine.site.words import catalog_folder

ROOT = Path(__file__).resolve().parents[1]
SITE = catalog_folder().parent
LANGUAGES = ("ru", "pl")
KEYWORDS: dict[str, None] = {"_": None, "gettext": None, "ngettext": None, "mark": None}
FRAME = "frame"
_CATALOG_OF = {
    **dict.fromkeys(("base", "page", "pages", "sections", "language", "vocabulary", "small_groups"), FRAME),
    **dict.fromkeys(("overview", "findings", "periods", "trend"), "index"),
    **dict.fromkeys(("explorer", "path_data"), "paths"),
    **dict.fromkeys(("process_map", "map_slices", "map_models", "map_feelings"), "map"),
    **dict.fromkeys(("waiting_lists", "contact_lists", "between"), "waiting"),
    **dict.fromkeys(("journey_items", "journey_names", "journey_cells", "journey_curve", "journey_map"), "journey"),
    "identity_health": "health",
}
"""Modules whose words stand in the catalog of another name; each other module has a catalog of its own name."""


@dataclass(frozen=True)
class Said:
    """A message and where it is said: its English, the English of many where it is counted, a catalog's name."""

    one: str
    many: str | None
    catalog: str


def find_said() -> Iterator[Said]:
    """Find every message the site says: in its modules and the charts', its templates, its scripts, and of tables."""
    for path in sorted((*SITE.glob("*.py"), *(SITE.parent / "charts").glob("*.py"))):
        with path.open("rb") as file:
            for _, function, texts, _ in extract_python(file, KEYWORDS, [], {}):
                if said := _read_call(str(function), texts, path.stem):
                    yield said
    environment = jinja2.Environment()
    for path in sorted((SITE / "templates").glob("*.jinja")):
        tree = environment.parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(jinja2.nodes.Call):
            if isinstance(call.node, jinja2.nodes.Name) and call.node.name in {"_", "ngettext"}:
                literal = [node.value if isinstance(node, jinja2.nodes.Const) else None for node in call.args[:2]]
                if said := _read_call(call.node.name, literal, path.name.partition(".")[0]):
                    yield said
                else:
                    raise ValueError(f"{path.name}:{call.lineno}: only a literal text may be said by {call.node.name}")
    for path in sorted((SITE / "assets").rglob("*.js")):
        if "vendor" not in path.parts:
            for one, many in find_messages(path.read_text(encoding="utf-8")):
                yield Said(one, many, _name_catalog(path.parent.name if path.parent.name != "assets" else path.stem))
    for page in PAGES:
        yield Said(page.title, None, page.name)
        yield Said(page.description, None, page.name)
    for name, said_words in vocabulary.list_words().items():
        yield from (Said(text, None, name) for text in said_words)
    for shape in retelling.SHAPES:
        yield Said(shape, None, "refusals" if shape in (*refusals.OF_ROWS, *refusals.OF_FILES) else "retelling")
    for path in sorted((ROOT / "sql/checks").glob("*.sql")):
        yield Said(path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("-- "), None, "health")


def _read_call(function: str, texts: object, stem: str) -> Said | None:
    given = texts if isinstance(texts, tuple | list) else (texts,)
    if not given or not isinstance(given[0], str) or not given[0]:
        return None
    many = given[1] if function == "ngettext" else None
    if function == "ngettext" and not isinstance(many, str):
        return None
    return Said(given[0], many, _name_catalog(stem))


def _name_catalog(stem: str) -> str:
    return _CATALOG_OF.get(stem, stem)


def read_catalogs(language: str) -> dict[str, Catalog]:
    """Read the catalogs of a language by name."""
    catalogs = {}
    for path in sorted((catalog_folder() / language).glob("*.po")):
        with path.open("rb") as file:
            catalogs[path.stem] = read_po(file, locale=language)
    return catalogs


def list_messages(catalog: Catalog) -> list[Message]:
    """List the messages of a catalog without its head."""
    return [message for message in catalog if message.id]


def update_catalogs(language: str, only: set[str]) -> tuple[list[str], list[str]]:
    """Add what is said and drop what is not; returns the added and the dropped.

    Args:
        language: Whose catalogs.
        only: Names of catalogs to keep to; empty for all.
    """
    catalogs = read_catalogs(language)
    places: dict[tuple[str, str | None], set[str]] = {}
    for said in find_said():
        places.setdefault((said.one, said.many), set()).add(said.catalog)
    ids = {one if many is None else (one, many) for one, many in places}
    counted = {one for one, many in places if many is not None}
    held = {message.id for catalog in catalogs.values() for message in list_messages(catalog)}
    added, dropped, touched = [], [], set()
    for name, catalog in catalogs.items():
        for message in list_messages(catalog):
            if message.id not in ids and (not only or name in only):
                catalog.delete(message.id)
                dropped.append(str(message.id))
                touched.add(name)
    for (one, many), names in sorted(places.items(), key=lambda item: (min(item[1]), item[0][0])):
        identity: str | tuple[str, str] = one if many is None else (one, many)
        name = next(iter(names)) if len(names) == 1 else FRAME
        if identity in held or (many is None and one in counted) or (only and not names & only):
            continue
        if only and name not in only:
            name = min(names & only)
        catalogs.setdefault(name, Catalog(locale=language)).add(identity)
        added.append(one)
        touched.add(name)
    for name in touched:
        write_catalog(catalogs[name], catalog_folder() / language / f"{name}.po", language)
    return added, dropped


def write_catalog(catalog: Catalog, path: Path, language: str) -> None:
    """Write a catalog without dates, so that the same messages give the same file."""
    buffer = BytesIO()
    plain = Catalog(locale=language, fuzzy=False, header_comment="")
    for message in sorted(list_messages(catalog), key=lambda message: str(message.id)):
        plain.add(message.id, message.string, flags=message.flags, user_comments=message.user_comments)
    write_po(buffer, plain, omit_header=True, width=0)
    head = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n"Plural-Forms: {plain.plural_forms}\\n"\n\n'
    )
    path.parent.mkdir(exist_ok=True)
    path.write_text(head + buffer.getvalue().decode("utf-8").strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    for code in LANGUAGES:
        new, gone = update_catalogs(code, set(sys.argv[1:]))
        untranslated = sum(
            not all(message.string if isinstance(message.string, tuple) else (message.string,))
            for catalog in read_catalogs(code).values()
            for message in list_messages(catalog)
        )
        print(f"{code}: {len(new)} added, {len(gone)} dropped, {untranslated} to be translated")  # noqa: T201
