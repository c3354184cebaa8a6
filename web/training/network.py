"""What became of the network that a run left: found by its bytes, whichever way they came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from web.catalogue.models import ModelVersion
from web.uploads.models import Upload

if TYPE_CHECKING:
    from web.training.models import Run


@dataclass(frozen=True, slots=True)
class Network:
    """Each None where there is none.

    Attributes:
        upload: With which it came; of several the one that was activated, else the newest.
        version: As which it can play.
    """

    upload: Upload | None
    version: ModelVersion | None


def network_of(run: Run) -> Network:
    sent = Upload.objects.filter(sha256=run.sha256).select_related("version__model")
    upload = sent.order_by(F("version").desc(nulls_last=True), "-created_at").first()
    if upload is not None and upload.version is not None:
        return Network(upload, upload.version)
    return Network(upload, ModelVersion.objects.filter(sha256=run.sha256).select_related("model").first())
