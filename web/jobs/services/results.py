"""The result store that workers and web share."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from worker.contract.results import ResultStore


def result_store() -> ResultStore:
    """The one of `RESULTS_URL`, whose connections are kept."""
    return _store(settings.RESULTS_URL)


@lru_cache(maxsize=1)
def _store(url: str) -> ResultStore:
    return ResultStore.from_url(url)
