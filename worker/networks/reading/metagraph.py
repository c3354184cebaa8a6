"""How far a network's attention looks back, which is in no tensor: a bundle's metagraph lists the state's shapes.

The metagraph is a program. Its shapes are read like any other data; nothing of it is imported or run.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from worker.networks.reading.checkpoint import shape_of
from worker.networks.reading.errors import MalformedFile
from worker.networks.reading.wire import first, submessages, text

MAX_METAGRAPH_BYTES: Final = 32 * 1024 * 1024
_STATE: Final = "initial_state"
_SHAPES: Final = "_output_shapes"


def state_numbers(metagraph: memoryview) -> int:
    """How many numbers a row carries from step to step; 0 where the metagraph does not say."""
    if len(metagraph) > MAX_METAGRAPH_BYTES:
        return 0
    try:
        names = {text(value).partition(":")[0] for value in _state_names(metagraph)}
        sizes = [_size(node) for node in submessages(first(metagraph, 2), 1) if text(first(node, 1)) in names]
    except MalformedFile:
        return 0
    return sum(sizes) if all(sizes) and len(sizes) == len(names) else 0


def _state_names(metagraph: memoryview) -> Iterator[memoryview]:
    for collection in submessages(metagraph, 4):
        if text(first(collection, 1)) == _STATE:
            yield from submessages(first(first(collection, 2), 1), 1)


def _size(node: memoryview) -> int:
    """Numbers of the node's first output for one row; 0 where its shape is not known."""
    for attribute in submessages(node, 5):
        if text(first(attribute, 1)) == _SHAPES:
            shape = first(first(first(attribute, 2), 1), 7)
            return math.prod(shape_of(shape)[1:])
    return 0
