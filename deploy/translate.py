"""`make messages`: gathers what the pages say for translators, and makes what they wrote ready for the service.

What is compiled is kept beside what was written, so that nobody who runs the service needs a compiler for it.
"""

from __future__ import annotations

import io
import sys
import tomllib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY: Final = Path(__file__).parents[1]
LOCALE: Final = REPOSITORY / "locale"
STYLES: Final = REPOSITORY / "models_store" / "catalogue" / "styles"
TEMPLATES: Final = REPOSITORY / "frontend" / "templates"
WIDTH: Final = 120
NAMES: Final = ("name", "description", "role")


def main() -> None:
    """Brings every language up to date; a sentence that changed is marked fuzzy, and is English until it is looked at."""
    template = gathered()
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalog = written(path)
        catalog.update(template, no_fuzzy_matching=False, update_header_comment=False)
        with path.open("wb") as file:
            write_po(file, catalog, width=WIDTH, sort_output=True, ignore_obsolete=True, include_lineno=False)
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        lacking = sum(1 for message in catalog if message.id and (message.fuzzy or not message.string))
        sys.stdout.write(f"{path.relative_to(REPOSITORY)}: {lacking} to translate\n")


def gathered() -> Catalog:
    """All that the pages say, in English, with the names that the shipped catalogue has."""
    catalog = Catalog(project="Cadenza", charset="utf-8")
    for where, pattern, method in ((REPOSITORY / "web", "**.py", "python"), (TEMPLATES, "**.html", _template)):
        keywords = {**DEFAULT_KEYWORDS, "gettext_noop": None}
        for name, _, message, _, _ in extract_from_dir(where, [(pattern, method)], keywords=keywords):
            catalog.add(message, locations=[(str((where / name).relative_to(REPOSITORY)), 0)])
    for path in sorted(STYLES.glob("*.toml")):
        for message in _names(tomllib.loads(path.read_text())):
            catalog.add(message, locations=[(str(path.relative_to(REPOSITORY)), 0)])
    return catalog


def written(path: Path) -> Catalog:
    """A language as its translators left it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def compiled(catalog: Catalog) -> bytes:
    """A language as the service reads it, without what is fuzzy."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def _template(file: IO[bytes], keywords: Any, tags: Any, options: Any) -> Iterator[tuple[int, str, Any, list[str]]]:
    source = templatize(file.read().decode())
    yield from extract_python(io.BytesIO(source.encode()), keywords, tags, options)


def _names(table: dict[str, Any]) -> Iterator[str]:
    """Whatever of a style and of all below it is shown to listeners."""
    for key, value in table.items():
        if key in NAMES:
            yield value
        elif isinstance(value, list):
            for below in value:
                yield from _names(below)


if __name__ == "__main__":
    main()
