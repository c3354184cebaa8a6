"""A job's MP3 while it is being made: bytes in Redis, by their place in the file, for any number of listeners.

The same score always gives the same bytes. A rendering that begins again, after its worker or the composer's was lost,
says the same from the beginning, of which only what is new is added: who listens notices nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from redis import Redis

from worker.contract.queues import FIRST_SOUNDS, live_audio_channel, live_audio_end_key, live_audio_key

# A rendering that says nothing for so long is no more.
TTL_SECONDS: Final = 600
# By then everybody can have the file.
ENDED_TTL_SECONDS: Final = 120
BROKEN_OFF: Final = "broken-off"
# How many first sounds are remembered.
MAX_FIRST_SOUNDS: Final = 200

# Adds the part that is new; 0 where what is known differs, -1 where bytes before are missing.
_APPEND: Final = """
local offset, chunk = tonumber(ARGV[1]), ARGV[2]
local length = redis.call('STRLEN', KEYS[1])
if length < offset then return -1 end
local known = math.min(length - offset, #chunk)
if known > 0 and redis.call('GETRANGE', KEYS[1], offset, offset + known - 1) ~= string.sub(chunk, 1, known) then
  return 0
end
if known < #chunk then
  redis.call('APPEND', KEYS[1], string.sub(chunk, known + 1))
  -- A rendering that was broken off goes on after all.
  redis.call('DEL', KEYS[2])
  redis.call('PUBLISH', ARGV[4], '')
end
if length == 0 and #chunk > 0 then
  local time = redis.call('TIME')
  redis.call('LPUSH', KEYS[3], ARGV[5] .. string.format(' %d.%06d', time[1], time[2]))
  redis.call('LTRIM', KEYS[3], 0, ARGV[6] - 1)
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""


class AudioDiffers(Exception):
    """Other bytes were told before: another engine or renderer made them, and nobody can go on from them."""


@dataclass(frozen=True, slots=True)
class LiveAudio:
    """One job's, for the worker that makes it."""

    redis: Redis
    job_id: str

    def append(self, content: bytes | bytearray, offset: int) -> None:
        """Tells `content[offset:]`, which lies at `offset` of the file; repeats what came before if Redis has lost it.

        Raises:
            AudioDiffers: It is not what was told before.
        """
        outcome = self._append(content, offset)
        if outcome == -1:
            outcome = self._append(content, 0)
        if outcome != 1:
            raise AudioDiffers(f"the audio of job {self.job_id} comes out otherwise than before")

    def _append(self, content: bytes | bytearray, offset: int) -> int:
        keys = (live_audio_key(self.job_id), live_audio_end_key(self.job_id), FIRST_SOUNDS)
        channel, new = live_audio_channel(self.job_id), bytes(content[offset:])
        arguments: list[int | str | bytes] = [offset, new, TTL_SECONDS, channel, self.job_id, MAX_FIRST_SOUNDS]
        return int(self.redis.register_script(_APPEND)(keys, arguments))

    def end(self, length: int) -> None:
        """The MP3 is complete, `length` bytes in all."""
        self._end(str(length))

    def break_off(self) -> None:
        """No more will come; who listens learns that it is not the whole."""
        self._end(BROKEN_OFF)

    def _end(self, word: str) -> None:
        with self.redis.pipeline(transaction=True) as pipe:
            pipe.set(live_audio_end_key(self.job_id), word, ex=ENDED_TTL_SECONDS)
            pipe.expire(live_audio_key(self.job_id), ENDED_TTL_SECONDS)
            pipe.publish(live_audio_channel(self.job_id), "")
            pipe.execute()


def first_sounds(redis: Redis) -> dict[str, float]:
    """When the last pieces were first heard, in Unix seconds by job id; `redis` decodes its replies."""
    entries = [str(entry).split() for entry in redis.lrange(FIRST_SOUNDS, 0, -1)]
    return {job_id: float(seconds) for job_id, seconds in reversed(entries)}
