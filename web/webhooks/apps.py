"""The app of webhooks."""

from __future__ import annotations

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "web.webhooks"

    def ready(self) -> None:
        from web.jobs.signals import job_moved
        from web.webhooks.services.enqueue import enqueue

        job_moved.connect(enqueue)
