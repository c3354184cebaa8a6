"""`python -m deploy.local.watch PAGE_URL REDIS_URL`: says when the page is there, then ends if Redis does.

The page is there before the workers are, which make their networks ready for some time yet: what is asked for meanwhile
waits in the queue.
"""

from __future__ import annotations

import sys
import time
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

ANSWER_SECONDS: Final = 60


def main(page_url: str, redis_url: str) -> str:
    """Returns why the run cannot go on."""
    if not _answers_in_time(f"{page_url}/healthz"):
        return f"The page at {page_url} did not answer within {ANSWER_SECONDS} seconds."
    print(f"Cadenza plays at {page_url}", flush=True)
    return _wait_for_the_end_of(redis_url)


def _answers_in_time(url: str) -> bool:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - the address is ours
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return False


def _wait_for_the_end_of(redis_url: str) -> str:
    with Redis.from_url(redis_url, retry=Retry(ConstantBackoff(1), retries=5)) as redis:
        while True:
            try:
                redis.ping()
            except RedisError as error:
                return f"Redis is gone: {error}"
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
