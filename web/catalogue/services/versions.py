"""Models by version, whichever of them is active."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.catalogue.models import ModelVersion
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.catalogue.services.store import model_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from web.catalogue.services.resolved import ResolvedPart


def check_available(parts: Sequence[ResolvedPart]) -> tuple[str, ...]:
    """The config of each part's network.

    Raises:
        RequestRefusedError: Names each part whose model is not known, or has left the store.
    """
    known = _versions({part.model for part in parts})
    found = [known.get((part.model, part.version)) for part in parts]
    errors = [_unavailable(place, part, row) for place, (part, row) in enumerate(zip(parts, found, strict=True))]
    wrong = [error for error in errors if error is not None]
    if wrong:
        raise RequestRefusedError(*wrong)
    return tuple(row.config for row in found if row is not None)


def _versions(names: set[str]) -> dict[tuple[str, int], ModelVersion]:
    rows = ModelVersion.objects.filter(model__name__in=names).select_related("model").defer("card")
    return {(row.model.name, row.version): row for row in rows}


def _unavailable(place: int, part: ResolvedPart, row: ModelVersion | None) -> FieldError | None:
    name, store = f"{part.model} version {part.version}", model_store()
    if row is None or not store.has(part.model, part.version):
        detail = f"{name} is not here, or not any more; ask by style and type for what plays now."
        return FieldError(f"#/parts/{place}/version", "model_unavailable", detail, None, part.version)
    if row.sha256 != part.sha256:
        detail = f"{name} is here with other bytes than those of this sha256."
        return FieldError(f"#/parts/{place}/sha256", "model_unavailable", detail, row.sha256, part.sha256)
    return None
