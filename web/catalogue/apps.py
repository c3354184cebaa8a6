"""The app of catalogue."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CatalogueConfig(AppConfig):
    name = "web.catalogue"

    def ready(self) -> None:
        from web.catalogue.services.playable import known_types

        def forget(**_: object) -> None:
            known_types.forget()

        for model in self.get_models():
            for signal in (post_save, post_delete):
                signal.connect(forget, sender=model, weak=False)
