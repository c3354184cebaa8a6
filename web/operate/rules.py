"""The limits and the banner that hold now: the operator's where there are any, else the environment's.

They are looked up every few seconds at most, so that no job pays a query for them.
"""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from web.config.recent import Recent
from web.limits.quota import Quota, parse_quota
from web.operate.models import ONLY, Rules

logger = logging.getLogger(__name__)

KNOWN_SECONDS: Final = 3.0


def _look() -> Rules:
    try:
        return Rules.objects.filter(pk=ONLY).first() or Rules()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("the operator's limits are unknown, the environment's hold: %s", error)
        return Rules()


rules: Final = Recent(_look, KNOWN_SECONDS)


def queue_limit() -> int:
    """Jobs of everybody that may be queued or running at once."""
    return rules().queue_limit or int(settings.QUEUE_LIMIT)


def client_jobs_limit() -> int:
    """Jobs of one client that may be queued or running at once."""
    return rules().client_jobs_limit or int(settings.CLIENT_JOBS_LIMIT)


def create_quota() -> Quota:
    """Pieces that one address may ask for."""
    chosen = rules().create_quota
    quota: Quota = parse_quota(chosen) if chosen else settings.CREATE_QUOTA
    return quota


def banner() -> str:
    """What everybody is told; mostly nothing."""
    return rules().banner
