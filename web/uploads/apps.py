"""The app of uploads."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete


class UploadsConfig(AppConfig):
    name = "web.uploads"

    def ready(self) -> None:
        from web.uploads.models import Upload
        from web.uploads.services.files import forget_files

        post_delete.connect(forget_files, sender=Upload)
