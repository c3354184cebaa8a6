"""The quota of those who read, kept in this process: reading must not cost a question to Redis."""

from __future__ import annotations

import time
from collections import OrderedDict
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING, Final

from django.conf import settings

from web.limits.allowance import Allowance, RateLimited
from web.limits.caller import Caller, caller_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from web.limits.quota import Quota

POLICY: Final = "read"
# About 7 MB; who was not heard of for longest is forgotten first, and begins anew with a full bucket.
MAX_BUCKETS: Final = 32_768


class ReadBuckets:
    """Token buckets in memory, each kept as the moment at which it will be full again (see `web.limits.bucket`).

    Args:
        max_buckets: How many are remembered.
        clock: Seconds that never go back.
    """

    def __init__(self, max_buckets: int = MAX_BUCKETS, clock: Callable[[], float] = time.monotonic) -> None:
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._max_buckets = max_buckets
        self._clock = clock
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._full_at)

    def clear(self) -> None:
        with self._lock:
            self._full_at.clear()

    def take(self, caller: Caller, quota: Quota) -> None:
        """Takes one answer from the caller's address, and one from its network.

        Raises:
            RateLimited: One of them has none left.
        """
        network_quota = quota.for_network()
        now = self._clock()
        with self._lock:
            own = self._after_one(caller.address, quota, now)
            shared = self._after_one(caller.network, network_quota, now)
            _refuse_beyond(own - now, quota, POLICY, "address")
            _refuse_beyond(shared - now, network_quota, f"{POLICY}-network", "network")
            self._keep(caller.address, own)
            self._keep(caller.network, shared)

    def _after_one(self, key: str, quota: Quota, now: float) -> float:
        return max(self._full_at.get(key, now), now) + quota.interval_seconds

    def _keep(self, key: str, full_at: float) -> None:
        self._full_at[key] = full_at
        self._full_at.move_to_end(key)
        if len(self._full_at) > self._max_buckets:
            self._full_at.popitem(last=False)


def _refuse_beyond(debt_seconds: float, quota: Quota, policy: str, whose: str) -> None:
    # A millisecond of slack covers what rounding adds up to.
    wait_seconds = debt_seconds - quota.window_seconds
    if wait_seconds > 1e-3:
        raise RateLimited(Allowance(policy, quota, 0, ceil(debt_seconds - quota.interval_seconds)), wait_seconds, whose)


BUCKETS: Final = ReadBuckets()


def charge_read(request: HttpRequest) -> None:
    """Counts one full answer against `READ_QUOTA`; an answer 304 costs its caller nothing.

    Raises:
        RateLimited: The caller read too much.
    """
    charge_read_by(caller_of(request))


def charge_read_by(caller: Caller) -> None:
    """The same, where there is no request of Django's."""
    BUCKETS.take(caller, settings.READ_QUOTA)
