"""A database that holds nothing but the shipped catalogue, for figures taken in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def own_database() -> Iterator[None]:
    """Sets Django up on a database of its own, with the shipped catalogue."""
    with TemporaryDirectory() as folder:
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/cadenza.sqlite3",
            "DJANGO_SETTINGS_MODULE": "web.config.settings",
            "ENVIRONMENT": "local",
            "LOG_LEVEL": "ERROR",
            "RESULTS_URL": Path(folder, "results").as_uri(),
            "SECRET_KEY": "only-for-figures-" + "x" * 50,
        }
        _fill()
        yield


def _fill() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    for command in ("migrate", "seed_catalogue"):
        call_command(command, verbosity=0, stdout=StringIO())
