"""Fills the catalogue from the model store: adds what is missing and changes nothing that is there.

Rules: a style, type or model that exists by name is an operator's from then on, parts and defaults included. Versions
are added for every card, and are never changed. A model that plays no version yet is given its newest; one that plays
a version keeps it, so a new one waits in the admin until somebody activates it; but one whose version has left the
store could play nothing, and is given the newest that is there.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from web.catalogue.models import Model, ModelVersion, Part, Style, Type

if TYPE_CHECKING:
    from models_store import catalogue as shipped
    from models_store import models as store

logger = logging.getLogger(__name__)


@transaction.atomic
def seed_catalogue(styles: list[shipped.StyleEntry], versions: list[store.ModelVersion]) -> list[str]:
    """Adds and returns what was added, in words."""
    added: list[str] = []
    for version in versions:
        _seed_version(version, added)
    for model in Model.objects.select_related("active_version"):
        _activate_newest(model, {entry.version for entry in versions if entry.name == model.name}, added)
    for style in styles:
        _seed_style(style, added)
    return added


def _seed_version(entry: store.ModelVersion, added: list[str]) -> None:
    model, _ = Model.objects.get_or_create(name=entry.name)
    row, is_new = ModelVersion.objects.get_or_create(
        model=model,
        version=entry.version,
        defaults={
            "config": entry.config,
            "sha256": entry.sha256,
            "description": entry.card.get("description", ""),
            "card": entry.card,
        },
    )
    if is_new:
        added.append(f"model {row}")
    elif row.sha256 != entry.sha256:
        logger.warning("%s is registered with other bytes; store what was trained anew under a new version", row)


def _activate_newest(model: Model, stored: set[int], added: list[str]) -> None:
    """Where no version plays, or one that is not `stored` any more."""
    if model.active_version is not None and model.active_version.version in stored:
        return
    newest = model.versions.filter(version__in=stored).order_by("-version").first()
    if newest is not None:
        Model.objects.filter(pk=model.pk).update(active_version=newest)
        added.append(f"{newest} as the active one")


def _seed_style(entry: shipped.StyleEntry, added: list[str]) -> None:
    style, is_new = Style.objects.get_or_create(
        slug=entry.slug,
        defaults={
            "name": entry.name,
            "description": entry.description,
            "icon": entry.icon,
            "position": entry.position,
            "is_enabled": True,
        },
    )
    if is_new:
        added.append(f"style {entry.slug}")
    for position, type_entry in enumerate(entry.types):
        _seed_type(style, position, type_entry, added)


def _seed_type(style: Style, position: int, entry: shipped.TypeEntry, added: list[str]) -> None:
    row, is_new = Type.objects.get_or_create(
        style=style,
        slug=entry.slug,
        defaults={
            "name": entry.name,
            "description": entry.description,
            "position": position,
            "is_enabled": True,
            "qpm": entry.qpm,
            "default_length_seconds": entry.default_length_seconds,
            "default_temperature": entry.default_temperature,
            "has_start_pitch": entry.has_start_pitch,
            "closes": entry.closes,
            "progressions": entry.progressions,
            "grooves": " ".join(entry.grooves),
        },
    )
    if is_new:
        added.append(f"type {style.slug}/{entry.slug}")
        for part_position, part in enumerate(entry.parts):
            _add_part(row, part_position, part)


def _add_part(type_: Type, position: int, entry: shipped.PartEntry) -> None:
    model, _ = Model.objects.get_or_create(name=entry.model)
    fields = {**asdict(entry), "model": model, "sections": " ".join(entry.sections)}
    Part.objects.create(type=type_, position=position, **fields)
