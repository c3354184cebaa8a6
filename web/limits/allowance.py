"""What a caller has left, and the refusal of one who has nothing left."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from web.limits.quota import Quota


@dataclass(frozen=True, slots=True)
class Allowance:
    """Where a caller stands under a policy.

    Attributes:
        remaining: What may be asked for at once.
        reset_seconds: Until the whole quota is there again.
    """

    policy: str
    quota: Quota
    remaining: int
    reset_seconds: int

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers-10 has them."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota.amount};w={self.quota.window_seconds}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset_seconds}',
        }


class RateLimited(Exception):
    """The caller asks for more than its quota.

    Args:
        allowance: Where the caller stands; nothing was taken.
        wait_seconds: Until what was asked for can be had.
        whose: "address" or "network", whichever has less left.
    """

    code: Final = "rate_limited"

    def __init__(self, allowance: Allowance, wait_seconds: float, whose: str) -> None:
        self.retry_after_seconds = max(1, ceil(wait_seconds))
        quota = allowance.quota
        super().__init__(
            f"This {whose} asks for more than {quota.amount} in {quota.window_seconds} seconds; "
            f"try again in {self.retry_after_seconds} seconds."
        )
        self.headers = allowance.headers()
