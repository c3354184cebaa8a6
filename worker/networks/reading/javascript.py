"""Magenta.js checkpoints: a manifest that says which tensors lie where in a few files of bytes."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from worker.networks.reading.checkpoint import MAX_DIMENSIONS, Tensors, Wanted, array_of
from worker.networks.reading.errors import MalformedFile

MANIFEST: Final = "weights_manifest.json"
MAX_MANIFEST_BYTES: Final = 1024 * 1024
MAX_SHARDS_BYTES: Final = 200 * 1024 * 1024

_ITEM_BYTES: Final = {"float32": 4, "float16": 2, "int32": 4, "uint16": 2, "uint8": 1, "bool": 1}


def read_javascript(folder: Path, wanted: Wanted) -> Tensors:
    """The float tensors whose names are `wanted`.

    Raises:
        MalformedFile: The manifest is none, or its shards do not hold what it says.
    """
    groups = _json(folder / MANIFEST)
    found: Tensors = {}
    try:
        for group in groups:
            data = memoryview(b"".join(_shards(folder, group["paths"])))
            found |= _tensors(data, group["weights"], wanted)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, MalformedFile):
            raise
        raise MalformedFile(f"{MANIFEST} does not say where the tensors lie") from error
    return found


def attention_length(folder: Path) -> int:
    """How far attention looks back by the checkpoint's `config.json`; 0 where it does not say."""
    path = folder / "config.json"
    length = _json(path).get("attentionLength") if path.is_file() else 0
    return length if isinstance(length, int) else 0


def _json(path: Path) -> Any:
    if path.stat().st_size > MAX_MANIFEST_BYTES:
        raise MalformedFile(f"{path.name} is too large")
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise MalformedFile(f"{path.name} is no JSON") from error


def _shards(folder: Path, names: list[str]) -> Iterator[bytes]:
    left = MAX_SHARDS_BYTES
    for name in names:
        path = folder / name
        # A manifest may come from anywhere: it names files beside itself, no others.
        if path.name != name or not path.is_file():
            raise MalformedFile(f"{MANIFEST} names a file that is not beside it: {name!r}")
        left -= path.stat().st_size
        if left < 0:
            raise MalformedFile(f"the checkpoint's files hold more than {MAX_SHARDS_BYTES >> 20} MiB")
        yield path.read_bytes()


def _tensors(data: memoryview, weights: list[dict[str, Any]], wanted: Wanted) -> Tensors:
    found: Tensors = {}
    position = 0
    for weight in weights:
        name, shape = weight["name"], tuple(int(size) for size in weight["shape"])
        quantization = weight.get("quantization") or {}
        stored = quantization.get("dtype", weight["dtype"])
        size = math.prod(shape) * _ITEM_BYTES[stored]
        if min(shape, default=1) < 0 or len(shape) > MAX_DIMENSIONS or position + size > len(data):
            raise MalformedFile(f"tensor {name} is cut short")
        if wanted(name) and weight["dtype"] == "float32":
            found[name] = _floats(data[position : position + size], stored, quantization, shape, name)
        position += size
    return found


def _floats(
    data: memoryview, stored: str, quantization: dict[str, Any], shape: tuple[int, ...], name: str
) -> NDArray[np.float32]:
    """The tensor, spread again over its range where it was stored in fewer bits."""
    if stored == "float32":
        return array_of(data, shape, name)
    values = np.frombuffer(data, np.dtype(stored).newbyteorder("<")).astype(np.float32)
    if stored != "float16":
        values = values * np.float32(quantization["scale"]) + np.float32(quantization["min"])
    return array_of(memoryview(values.tobytes()), shape, name)
