"""Where models lie: those that are shipped, and those that were uploaded."""

from __future__ import annotations

from django.conf import settings

from models_store.models import ModelStore
from models_store.uploads import Uploads


def uploads() -> Uploads:
    """Networks that were uploaded in the admin."""
    return Uploads(settings.UPLOADS_DIR)


def model_store() -> ModelStore:
    """Every version that can be played."""
    return ModelStore(settings.MODELS_DIR, uploads().models)
