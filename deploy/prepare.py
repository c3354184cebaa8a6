"""`python -m deploy.prepare`: brings the database to the shape of this code, with a full catalogue."""

from __future__ import annotations

import os

import django
from django.core.management import call_command


def prepare() -> None:
    """One process for both: starting Django twice is felt at every start."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("seed_catalogue")


if __name__ == "__main__":
    prepare()
