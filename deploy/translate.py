"""`make messages`: gathers what the pages say for translators, and makes what they wrote ready for the service.

What is compiled is kept beside what was written, so that nobody who runs the service needs a compiler for it.
"""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from models_store.catalogue.scales import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY: Final = Path(__file__).parents[1]
LOCALE: Final = REPOSITORY / "locale"
STYLES: Final = REPOSITORY / "models_store" / "catalogue" / "styles"
WEB: Final = REPOSITORY / "web"
GROOVES: Final = REPOSITORY / "models_store" / "catalogue" / "grooves"
TEMPLATES: Final = REPOSITORY / "frontend" / "templates"
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "gettext_noop": None}
WIDTH: Final = 120
NAMES: Final = ("name", "description", "role")
TABLES: Final = ("types", "parts")


def main() -> None:
    """Brings every language up to date; what changed is fuzzy, and English until it is looked at."""
    template = gathered()
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalog = written(path)
        catalog.update(template, update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalog, width=WIDTH, sort_output=True, ignore_obsolete=True, include_lineno=False)
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        sys.stdout.write(f"{path.relative_to(REPOSITORY)}: {len(lacking(catalog))} to translate\n")


def gathered() -> Catalog:
    """All that the pages say, in English, with the names that the shipped catalogue has."""
    catalog = Catalog(project="Cadenza", charset="utf-8")
    for path in sorted([*WEB.rglob("*.py"), *TEMPLATES.rglob("*.html")]):
        for _line, message, _comments, _context in extract("python", io.BytesIO(_python(path)), KEYWORDS):
            catalog.add(message, locations=[(str(path.relative_to(REPOSITORY)), 0)])
    for path in sorted(STYLES.glob("*.toml")):
        for message in _names(tomllib.loads(path.read_text())):
            catalog.add(message, locations=[(str(path.relative_to(REPOSITORY)), 0)])
    for path in sorted(GROOVES.glob("*.toml")):
        catalog.add(tomllib.loads(path.read_text())["name"], locations=[(str(path.relative_to(REPOSITORY)), 0)])
    for scale in SCALES:
        catalog.add(scale.replace("_", " "), locations=[("models_store/catalogue/scales.py", 0)])
    return catalog


def written(path: Path) -> Catalog:
    """A language as its translators left it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def lacking(catalog: Catalog) -> list[Message]:
    """What is not translated, or only as it was before its English changed."""
    return [message for message in catalog if message.id and (message.fuzzy or not all(_strings(message)))]


def compiled(catalog: Catalog) -> bytes:
    """A language as the service reads it, without what is fuzzy."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _strings(message: Message) -> tuple[object, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _python(path: Path) -> bytes:
    """A source; a template as Django turns it into one that tools for Python can read."""
    source = path.read_text()
    return (templatize(source) if path.suffix == ".html" else source).encode()


def _names(table: dict[str, Any]) -> Iterator[str]:
    """Whatever of a style and of all below it is shown to listeners."""
    for key, value in table.items():
        if key in NAMES:
            yield value
        elif key in TABLES:
            for below in value:
                yield from _names(below)


if __name__ == "__main__":
    main()
