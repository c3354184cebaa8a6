"""note-seq's encoder-decoders again, for a batch of rows within a graph.

What a network hears depends on what a row has played: those here carry that along as tensors, so that many events are
decided in one call. `worker.encodings.configs` holds note-seq's own, which these must equal.
"""

from __future__ import annotations

from typing import Any, Protocol

from worker.networks.cells import Inputs

Tensor = Any
# Tensors [B, ...] by name: what of the past matters to what is heard next.
Memory = dict[str, Tensor]


class GraphEncoder(Protocol):
    """Events in, network inputs out; an event is `event_size` whole numbers."""

    @property
    def event_size(self) -> int: ...

    def fresh(self, rows: int) -> Memory:
        """The memory of rows that have heard nothing."""
        ...

    def hear(self, memory: Memory, event: Tensor) -> Memory:
        """The memory after one more `event` [B, event_size]."""
        ...

    def inputs(self, memory: Memory) -> Inputs:
        """What the network is given after the events heard."""
        ...

    def event_of(self, memory: Memory, classes: Tensor) -> Tensor:
        """The event [B, event_size] that `classes` [B, heads] stand for, after the events heard."""
        ...

    def alike(self, memory: Memory) -> tuple[Tensor, ...]:
        """Masks [B or 1, classes] of those that say the same of one pitch or another: that it begins, or ends."""
        ...

    def senseless(self, memory: Memory) -> Tensor | None:
        """[B, classes]: which cannot be meant now, such as the end of a note that does not sound; None: all can."""
        ...
