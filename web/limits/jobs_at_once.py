"""How many jobs one client may have under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from web.operate.rules import client_jobs_limit

if TYPE_CHECKING:
    from web.jobs.services.load import Load

# Several clients may share a network, and a client that drops its token is known by its network alone.
NETWORK_FACTOR: Final = 4


class TooManyJobs(Exception):
    """With what is asked for the caller would have more jobs queued or running than it may."""

    code: Final = "too_many_jobs"
    # A piece takes seconds.
    retry_after_seconds: Final = 5

    def __init__(self, limit: int, under_way: int, adding: int, whose: str) -> None:
        super().__init__(
            f"This {whose} may have {limit} jobs queued or running, has {under_way} and asks for {adding} more; "
            "ask for fewer, wait for one to end, or cancel one."
        )


def check_jobs_at_once(load: Load, adding: int) -> None:
    """Refuses what would put a client over `CLIENT_JOBS_LIMIT`, or its network over four times that.

    Raises:
        TooManyJobs: Says which limit it is.
    """
    limit = client_jobs_limit()
    _check(load.of_client, adding, limit, "client")
    _check(load.of_network, adding, NETWORK_FACTOR * limit, "network")


def _check(under_way: int, adding: int, limit: int, whose: str) -> None:
    if under_way + adding > limit:
        raise TooManyJobs(limit, under_way, adding, whose)
