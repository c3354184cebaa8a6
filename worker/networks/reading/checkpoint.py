"""TensorFlow's checkpoints of both formats, from their bytes: float tensors by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from worker.networks.reading.errors import MalformedFile
from worker.networks.reading.table import entries
from worker.networks.reading.wire import first, number_of, submessages, text

Tensors = dict[str, NDArray[np.float32]]
Wanted = Callable[[str], object]

_FLOAT: Final = 1
MAX_NAME_BYTES: Final = 1000
MAX_META_BYTES: Final = 4 * 1024 * 1024
MAX_DIMENSIONS: Final = 8


def read_v1(checkpoint: memoryview, wanted: Wanted) -> Tensors:
    """The tensors whose names are `wanted`, from the one file of a checkpoint of format V1."""
    shapes: dict[str, tuple[int, ...]] = {}
    found: Tensors = {}
    for key, value in entries(checkpoint):
        if not key:
            shapes = dict(_v1_shapes(first(value, 1), wanted))
            continue
        part = first(value, 2)
        name = text(first(part, 1)[:MAX_NAME_BYTES])
        if name not in shapes:
            continue
        if name in found:
            raise MalformedFile(f"tensor {name} is stored in several parts")
        found[name] = array_of(first(first(part, 3), 5), shapes[name], name)
    return found


def read_v2(index: memoryview, shard: Callable[[int], memoryview], wanted: Wanted) -> Tensors:
    """The same from the index of format V2, with the bytes of its numbered data files."""
    found: Tensors = {}
    for key, value in entries(index):
        if not key:
            continue
        name = text(memoryview(key)[:MAX_NAME_BYTES])
        if not wanted(name) or number_of(value, 1) != _FLOAT:
            continue
        start, size = number_of(value, 4), number_of(value, 5)
        found[name] = array_of(shard(number_of(value, 3))[start : start + size], shape_of(first(value, 2)), name)
    return found


def array_of(data: memoryview, shape: tuple[int, ...], name: str) -> NDArray[np.float32]:
    """The little-endian floats in `data`, which must be as many as the shape has, all of them finite."""
    if len(data) != 4 * math.prod(shape):
        raise MalformedFile(f"tensor {name} has not as many numbers as its shape {list(shape)}")
    array = np.frombuffer(data, "<f4").reshape(shape)
    if not np.isfinite(array).all():
        raise MalformedFile(f"tensor {name} holds numbers that are not finite")
    return array


def _v1_shapes(meta: memoryview, wanted: Wanted) -> Iterator[tuple[str, tuple[int, ...]]]:
    if len(meta) > MAX_META_BYTES:
        raise MalformedFile("the checkpoint's list of tensors is too long")
    for tensor in submessages(meta, 1):
        name = text(first(tensor, 1)[:MAX_NAME_BYTES])
        if wanted(name) and number_of(tensor, 3) == _FLOAT:
            yield name, shape_of(first(tensor, 2))


def shape_of(message: memoryview) -> tuple[int, ...]:
    """A tensor's shape, as TensorFlow writes it."""
    shape = tuple(number_of(dimension, 1) for dimension in islice(submessages(message, 2), MAX_DIMENSIONS + 1))
    if len(shape) > MAX_DIMENSIONS:
        raise MalformedFile("a tensor has too many dimensions")
    return shape
