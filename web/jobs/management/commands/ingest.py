"""`manage.py ingest`: writes what workers report to the database, until SIGTERM or SIGINT."""

from __future__ import annotations

import signal
from threading import Event

from django.core.management.base import BaseCommand

from web.jobs.services.ingest import ingest
from worker.contract import traces


class Command(BaseCommand):
    help = "Writes what workers report to the database, sends lost jobs again and prunes expired ones."

    def handle(self, *_args: object, **_options: object) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        traces.begin("cadenza-ingest")
        ingest(stop)
