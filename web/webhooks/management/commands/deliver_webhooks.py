"""`manage.py deliver_webhooks`: sends webhooks until SIGTERM or SIGINT."""

from __future__ import annotations

import signal
from threading import Event

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from web.config.webhook_secret import ADVICE
from web.webhooks.services.deliver import deliver
from web.webhooks.services.send import Sender


class Command(BaseCommand):
    help = "Sends webhooks, and sends again those that failed."

    def handle(self, *_args: object, **_options: object) -> None:
        if not settings.WEBHOOK_SECRET:
            raise CommandError(f"Webhooks are off, as WEBHOOK_SECRET is not set; to turn them on {ADVICE}.")
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        deliver(stop, Sender(settings.WEBHOOK_SECRET))
