"""What a piece is called, in the names that its listeners chose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from web.catalogue.services.playable import known_types

if TYPE_CHECKING:
    from web.jobs.models import Job


def title_of(job: Job) -> str:
    """Style and type by the catalogue, or by their slugs where it has them no more."""
    style, type_ = job.resolved["style"], job.resolved["type"]
    for known in known_types():
        if (known.style.slug, known.slug) == (style, type_):
            return _titled(known.style.shown_name, known.shown_name)
    return _plain_title(job)


def picture_title(job: Job) -> str:
    """The same in characters of Latin 1: the font of pictures has no others."""
    title = title_of(job)
    try:
        title.encode("latin-1")
    except UnicodeEncodeError:
        return _plain_title(job)
    return title


def _plain_title(job: Job) -> str:
    return _titled(*(job.resolved[name].replace("-", " ").capitalize() for name in ("style", "type")))


def _titled(style: str, type_: str) -> str:
    return _("{style} · {type}").format(style=style, type=type_)
