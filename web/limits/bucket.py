"""Token buckets in Redis, which all web processes share."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, cast

from web.limits.allowance import Allowance, RateLimited

if TYPE_CHECKING:
    from redis import Redis

    from web.limits.caller import Caller
    from web.limits.quota import Quota

# NOTE: A bucket is kept as the one moment at which it will be full again (the generic cell rate algorithm of ITU-T
# I.371): taking moves that moment on, and it may lie no more than a window ahead. The clock is Redis's own, in
# microseconds; a moment further ahead than a window means that the clock was set back, and counts as an empty bucket.
# All buckets pay or none does; what is dearer than a whole bucket costs a whole bucket. The slack covers what rounding
# adds up to. Replies: the wait, then for each bucket what is left and how long it takes to be full.
_TAKE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local slack, wait, buckets = 1000, 0, {}
for i, key in ipairs(KEYS) do
  local amount, window = tonumber(ARGV[2 * i]), ARGV[2 * i + 1] * 1000000
  local full = math.min(math.max(tonumber(redis.call('GET', key) or now), now), now + window)
  local after = full + math.min(tonumber(ARGV[1]), amount) * window / amount
  buckets[i] = {key = key, amount = amount, window = window, full = full, after = after}
  if after > now + window + slack then wait = math.max(wait, math.ceil(after - now - window)) end
end
local reply = {wait}
for i, bucket in ipairs(buckets) do
  if wait == 0 and bucket.after > bucket.full then
    bucket.full = bucket.after
    redis.call('SET', bucket.key, string.format('%.0f', bucket.full), 'PX', math.ceil((bucket.full - now) / 1000))
  end
  local left = (now + bucket.window + slack - bucket.full) * bucket.amount / bucket.window
  reply[2 * i] = math.min(bucket.amount, math.max(0, math.floor(left)))
  reply[2 * i + 1] = math.ceil(bucket.full - now)
end
return reply
"""


def quota_key(policy: str, whose: str) -> str:
    """Where a bucket is kept; `whose` is an address or a network."""
    return f"cadenza:quota:{policy}:{whose}"


def take(redis: Redis, policy: str, caller: Caller, quota: Quota, cost: int) -> Allowance:
    """Takes `cost` from the bucket of the caller's address and from that of its network; 0 only looks.

    Raises:
        RateLimited: One of them has too little, and nothing was taken.
        RedisError: Redis does not answer.
    """
    keys = [quota_key(policy, caller.address), quota_key(policy, caller.network)]
    network = quota.for_network()
    arguments = [cost, quota.amount, quota.window_seconds, network.amount, network.window_seconds]
    reply = cast("list[int]", redis.register_script(_TAKE)(keys, arguments))
    wait, own_left, own_reset, network_left, network_reset = reply
    own = Allowance(policy, quota, own_left, _seconds(own_reset))
    shared = Allowance(f"{policy}-network", network, network_left, _seconds(network_reset))
    scarcer = min(own, shared, key=lambda allowance: allowance.remaining)
    if wait:
        raise RateLimited(scarcer, wait / 1e6, "address" if scarcer is own else "network")
    return scarcer


def _seconds(microseconds: int) -> int:
    return ceil(microseconds / 1e6)
