"""One running row of music: what was asked of it and where it stands."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

# A forced event of this value leaves the choice to the network.
SAMPLE: Final = -1


class Decoder(Protocol):
    """Takes events one by one and makes music of them."""

    def feed(self, event: int) -> None: ...

    @property
    def done(self) -> bool:
        """True once the asked length is reached; what comes after is dropped."""
        ...


class SequenceCanceled(Exception):
    """Whoever asked for the music no longer wants it."""


class SequenceTimedOut(Exception):
    """The deadline passed before the music was complete."""


@dataclass(eq=False, slots=True)
class Sequence:
    """A row of the batch.

    Attributes:
        primer: Classes heard first, at least one. Of these the decoder is fed all from `primer_unheard` on.
        primer_unheard: How many of the first primer events only set the mood and are no part of the piece.
        seed: The noise of step t depends on this and t alone.
        deadline_unix_seconds: After this the sequence ends with `SequenceTimedOut`.
    """

    primer: tuple[int, ...]
    primer_unheard: int
    temperature: float
    seed: int
    decoder: Decoder
    deadline_unix_seconds: float
    events: int = 0
    _noise: np.random.Generator = field(init=False)
    _ended: threading.Event = field(default_factory=threading.Event)
    _canceled: threading.Event = field(default_factory=threading.Event)
    _error: BaseException | None = None

    def __post_init__(self) -> None:
        if not self.primer:
            raise ValueError("a primer holds at least one event, from which the network goes on")
        self._noise = np.random.Generator(np.random.Philox(key=self.seed))
        for event in self.primer[self.primer_unheard :]:
            self.decoder.feed(event)

    def next_forced(self, steps: int) -> NDArray[np.int32]:
        """[steps]: what is left of the primer, then `SAMPLE`."""
        forced = np.full(steps, SAMPLE, np.int32)
        rest = self.primer[self.events + 1 : self.events + 1 + steps]
        forced[: len(rest)] = rest
        return forced

    def next_noise(self, steps: int) -> NDArray[np.float32]:
        """[steps] uniform numbers of [0, 1): each call goes on where the last one ended."""
        return self._noise.random(steps, dtype=np.float32)

    def accept(self, events: NDArray[np.int32]) -> None:
        """Takes what the network decided in one call; the primer's own events are known already."""
        for event in events:
            self.events += 1
            if self.events < len(self.primer):
                continue
            if self.decoder.done:
                return
            self.decoder.feed(int(event))

    def reason_to_stop(self) -> BaseException | None:
        if self._canceled.is_set():
            return SequenceCanceled()
        return SequenceTimedOut() if time.time() > self.deadline_unix_seconds else None

    def cancel(self) -> None:
        """Any thread may call this; the sequence leaves the batch at the next call."""
        self._canceled.set()

    def end(self, error: BaseException | None = None) -> None:
        """The engine calls this once."""
        self._error = error
        self._ended.set()

    def wait(self, timeout_seconds: float) -> bool:
        """True once the sequence has ended.

        Raises:
            BaseException: The error it ended with.
        """
        if not self._ended.wait(timeout_seconds):
            return False
        if self._error is not None:
            raise self._error
        return True
