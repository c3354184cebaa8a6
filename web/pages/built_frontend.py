"""What `npm run build` left in frontend/dist/.vite: which files an entry needs, what examples there are, and icons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

REMEDY: Final = "run `npm ci && npm run build` in frontend/"
FALLBACK_ICON: Final = "music-note-beamed"


@dataclass(frozen=True, slots=True)
class Entry:
    """The files of one page, as paths below STATIC_URL."""

    script: str
    styles: tuple[str, ...]
    fonts: tuple[str, ...]


def entry(name: str) -> Entry:
    """An entry of the build, by its source file.

    Raises:
        ImproperlyConfigured: The front end was not built, or has no such entry.
    """
    try:
        chunk = _read("manifest.json")[name]
    except KeyError as error:
        raise ImproperlyConfigured(f"the built pages have no entry {name}: {REMEDY}") from error
    fonts = (asset for asset in chunk.get("assets", ()) if asset.endswith(".woff2"))
    return Entry(chunk["file"], tuple(chunk.get("css", ())), tuple(fonts))


def icon_drawing(name: str) -> str:
    """The inner SVG of a Bootstrap icon; a note for a name that the set does not have."""
    drawings = _read("icons.json")
    return str(drawings.get(name) or drawings[FALLBACK_ICON])


def has_icon(name: str) -> bool:
    """Whether the set has a Bootstrap icon of that name.

    Raises:
        ImproperlyConfigured: The front end was not built.
    """
    return name in _read("icons.json")


def has_example(name: str) -> bool:
    """Whether a file of that name is among the pieces that were made beforehand.

    Raises:
        ImproperlyConfigured: The front end was not built.
    """
    return name in _read("examples.json")


def _read(name: str) -> Any:
    return _read_from(settings.FRONTEND_DIST / ".vite" / name)


@cache
def _read_from(path: Path) -> Any:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError as error:
        raise ImproperlyConfigured(f"the pages are not built, {path} is missing: {REMEDY}") from error
