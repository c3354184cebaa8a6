"""Requests that come twice under one key: the second is answered with the job of the first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from web.jobs.models import IdempotencyKey, Job

if TYPE_CHECKING:
    from datetime import datetime

TTL: Final = timedelta(hours=24)


class KeyReusedError(Exception):
    """The key was used before, for another request."""


@dataclass(frozen=True, slots=True)
class RequestKey:
    """One use of a key.

    Attributes:
        scopes: The caller: its token's id where it has one, and its address, from which it may have asked without.
        body_sha256: Of what is asked, in whatever order its fields came.
    """

    scopes: tuple[str, ...]
    key: str
    body_sha256: str

    @classmethod
    def of(cls, scopes: tuple[str, ...], key: str, body: object) -> Self:
        canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
        return cls(scopes, key, hashlib.sha256(canonical.encode()).hexdigest())

    def earlier_job(self) -> Job | None:
        """The job that the same request made before.

        Raises:
            KeyReusedError: The key stands for another request.
        """
        known = IdempotencyKey.objects.select_related("job").filter(scope__in=self.scopes, key=self.key).first()
        if known is None:
            return None
        if known.body_sha256 != self.body_sha256:
            raise KeyReusedError
        return known.job

    def remember(self, job: Job) -> None:
        """Within the transaction that makes the job; a request that came twice at once fails there as a whole."""
        IdempotencyKey.objects.create(
            scope=self.scopes[0], key=self.key, body_sha256=self.body_sha256, job=job, created_at=job.created_at
        )


def forget_old_keys(now: datetime) -> int:
    """Removes keys older than a day; returns how many."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lt=now - TTL).delete()
    return deleted
