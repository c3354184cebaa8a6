"""Which of its versions a model plays, and whether one may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from web.catalogue.models import Model, ModelVersion
from web.catalogue.services.store import model_store, uploads
from worker.contract.status import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Switch:
    """A model that plays another version than before; None where it played none."""

    model: Model
    before: ModelVersion | None
    after: ModelVersion

    def __str__(self) -> str:
        before = "none" if self.before is None else f"version {self.before.version}"
        return f"Active version: from {before} to version {self.after.version} (SHA-256 {self.after.sha256[:12]})."


class VersionUnavailableError(Exception):
    """The version has left the model store."""


@transaction.atomic
def switch_to(version: ModelVersion) -> Switch:
    """Has the version's model play it from the next job on; what is under way plays on as it began.

    Raises:
        VersionUnavailableError: It is not in the model store.
    """
    model = Model.objects.select_for_update().get(pk=version.model_id)
    if not model_store().has(model.name, version.version):
        raise VersionUnavailableError(f"{version} cannot play: it has left the model store.")
    switch = Switch(model, model.active_version, version)
    model.active_version = version
    model.save(update_fields=["active_version"])
    return switch


def why_kept(version: ModelVersion) -> str:
    """Why the version cannot be deleted, in a sentence; empty where it can."""
    if version.model.active_version_id == version.pk:
        return "It is the active version of its model; have another play first."
    if not uploads().has_version(version.model.name, version.version):
        return "It comes with Cadenza, and would be there again after the next start."
    if (version.model.name, version.version) in _under_way():
        return "Jobs that are not finished play it; wait until they have ended."
    return ""


def _under_way() -> Iterator[tuple[str, int]]:
    """The versions that unfinished jobs play."""
    from web.jobs.models import Job

    for parts in Job.objects.exclude(status__in=FINAL).values_list("spec__parts", flat=True).iterator():
        for part in parts:
            yield part["model"]["name"], part["model"]["version"]
