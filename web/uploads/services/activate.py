"""From an inspected upload to a version that plays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from models_store.catalogue.offers import offer_of
from web.catalogue.models import Model, ModelVersion
from web.catalogue.services.store import model_store, uploads
from web.catalogue.services.switch import Switch, switch_to

if TYPE_CHECKING:
    from web.uploads.models import Upload
    from worker.contract.inspection import Inspection


class NotActivatedError(Exception):
    """It cannot be played as a version of that model; the message says why and what to do."""


@transaction.atomic
def activate(upload: Upload) -> Switch:
    """Makes the upload the next version of its model, from the next job on.

    Raises:
        NotActivatedError: It is not inspected or is activated already, or plays something else than its model.
    """
    found = upload.inspection
    if found is None or not upload.can_be_activated:
        raise NotActivatedError("Only an upload that was inspected can be activated, and only once.")
    model, _ = Model.objects.select_for_update().get_or_create(name=upload.model_name)
    _check_fits(model, found)
    version, card = _next_version(model), _card(upload, found)
    try:
        uploads().store(str(upload.pk), model.name, version, _toml(card))
    except OSError as error:
        raise NotActivatedError("Its file is not there any more: upload it again.") from error
    row = ModelVersion.objects.create(
        model=model,
        version=version,
        config=found.config,
        sha256=found.sha256,
        description=found.description,
        card=card,
    )
    upload.version = row
    upload.save(update_fields=["version"])
    return switch_to(row)


def _check_fits(model: Model, found: Inspection) -> None:
    """What plays drums cannot take the place of what plays notes, nor what needs chords of what has none."""
    active = model.active_version
    if active is None:
        return
    old, new = offer_of(active.config), offer_of(found.config)
    if (old.is_pitched, old.hears_chords) != (new.is_pitched, new.hears_chords):
        raise NotActivatedError(
            f"{model.name} is a network of {active.config}, and this one, of {found.config}, plays something else: "
            "upload it under a new name."
        )


def _next_version(model: Model) -> int:
    """One more than any that the database or the model store has."""
    stored = [entry.version for entry in model_store().versions() if entry.name == model.name]
    known = model.versions.aggregate(latest=Max("version"))["latest"] or 0
    return max([known, *stored]) + 1


def _card(upload: Upload, found: Inspection) -> dict[str, object]:
    card: dict[str, object] = {
        "config": found.config,
        "sha256": found.sha256,
        "description": found.description,
        "data": f"uploaded as {upload.file_name}",
        "uploaded_sha256": upload.sha256,
        "parameters": found.parameters,
        "layers": list(found.layers),
    }
    if found.held_out:
        card |= {"held_out": found.held_out, "held_out_nats_per_event": found.nats_per_event}
    return card


def _toml(card: dict[str, object]) -> str:
    # TOML writes strings, numbers and lists of them as JSON does, but for DEL.
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in card.items()).replace("\x7f", "")
