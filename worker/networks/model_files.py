"""Networks in any form that Magenta leaves them in: bundles, checkpoints of both formats, Magenta.js checkpoints."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from worker.networks.bundle import MAX_ATTN_LENGTH, MAX_BUNDLE_BYTES, Bundle, bundle_of, is_weight, read_bundle
from worker.networks.reading.checkpoint import Tensors, read_v1, read_v2
from worker.networks.reading.errors import BundleError, MalformedFile
from worker.networks.reading.javascript import MANIFEST, attention_length, read_javascript
from worker.networks.reading.metagraph import state_numbers
from worker.networks.reading.table import MAGIC

_INDEX: Final = ".index"
_STATE_FILE: Final = "checkpoint"


def read_model(path: Path, config_id: str = "") -> Bundle:
    """Reads a network.

    Args:
        path: A bundle; a checkpoint's prefix, or the folder of checkpoints, of which the latest is taken; the folder
            of a Magenta.js checkpoint, or its manifest.
        config_id: The config, which a bundle itself names; elsewhere, where it is not given, the sizes must tell.

    Raises:
        BundleError: There is none that can be read; the message says why.
        OSError: A file cannot be opened.
    """
    if path.name == MANIFEST:
        path = path.parent
    if (path / MANIFEST).is_file():
        return _javascript(path, config_id)
    if path.is_dir():
        path = _latest(path)
    prefix = path.with_name(path.name.removesuffix(_INDEX))
    if prefix.with_name(prefix.name + _INDEX).is_file():
        return _checkpoint(prefix, config_id, _v2(prefix))
    if _is_table(path):
        return _checkpoint(path, config_id, _v1(path))
    bundle = read_bundle(path)
    if config_id not in ("", bundle.config):
        raise BundleError(f"the bundle is of {bundle.config}, not of {config_id}")
    return bundle


def _javascript(folder: Path, config_id: str) -> Bundle:
    bundle = bundle_of(read_javascript(folder, is_weight), config_id)
    known = attention_length(folder) if bundle.attn_length else 0
    return replace(bundle, attn_length=known) if 0 < known <= MAX_ATTN_LENGTH else bundle


def _checkpoint(prefix: Path, config_id: str, tensors: Tensors) -> Bundle:
    metagraph = prefix.with_name(prefix.name + ".meta")
    state = state_numbers(memoryview(_read(metagraph))) if metagraph.is_file() else 0
    return bundle_of(tensors, config_id, state=state)


def _v1(path: Path) -> Tensors:
    try:
        return read_v1(memoryview(_read(path)), is_weight)
    except MalformedFile as error:
        raise BundleError(f"the checkpoint cannot be read: {error}") from error


def _v2(prefix: Path) -> Tensors:
    shards = sorted(prefix.parent.glob(f"{_escaped(prefix.name)}.data-?????-of-?????"))

    def shard(number: int) -> memoryview:
        if number >= len(shards):
            raise MalformedFile(f"its data file {number} is missing")
        return data[number]

    try:
        if sum(path.stat().st_size for path in shards) > MAX_BUNDLE_BYTES:
            raise MalformedFile(f"its data files hold more than {MAX_BUNDLE_BYTES >> 20} MiB")
        data = [memoryview(path.read_bytes()) for path in shards]
        return read_v2(memoryview(_read(prefix.with_name(prefix.name + _INDEX))), shard, is_weight)
    except MalformedFile as error:
        raise BundleError(f"the checkpoint cannot be read: {error}") from error


def _latest(folder: Path) -> Path:
    """The prefix that the folder's state file names; without one, that of the highest step."""
    state = folder / _STATE_FILE
    listed = _read(state).decode("utf-8", "replace") if state.is_file() else ""
    named = re.search(r'^model_checkpoint_path: "(.*)"$', listed, re.MULTILINE)
    if named:
        # The folder may have been moved since: what counts is the name.
        return folder / Path(named[1]).name
    steps = {
        int(match[2]): match[1]
        for file in folder.iterdir()
        if (match := re.fullmatch(r"(.*ckpt-([0-9]{1,12}))(?:\.index)?", file.name))
    }
    if not steps:
        raise BundleError(f"{folder} holds no checkpoint")
    return folder / steps[max(steps)]


def _is_table(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(MAGIC)))
        return file.read() == MAGIC


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_BUNDLE_BYTES:
        raise BundleError(f"{path.name} holds more than {MAX_BUNDLE_BYTES >> 20} MiB")
    return path.read_bytes()


def _escaped(name: str) -> str:
    return re.sub(r"([*?[])", r"[\1]", name)
