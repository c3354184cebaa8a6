"""The result store that workers and web share."""

from __future__ import annotations

from django.conf import settings

from worker.contract.results import ResultStore


def result_store() -> ResultStore:
    return ResultStore.from_url(settings.RESULTS_URL)
