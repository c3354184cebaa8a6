"""`manage.py seed_catalogue`: adds to the catalogue what the model store ships and the database lacks."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from models_store.catalogue import load_styles
from web.catalogue.services.seed import seed_catalogue
from web.catalogue.services.store import model_store


class Command(BaseCommand):
    help = "Adds shipped styles, types and model versions that are missing; changes nothing that is there."

    def handle(self, *_args: object, **_options: object) -> None:
        added = seed_catalogue(load_styles(), model_store().versions())
        for line in added:
            self.stdout.write(f"added {line}")
        if not added:
            self.stdout.write("the catalogue is complete")
