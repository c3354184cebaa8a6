"""A corpus read once: every file's examples as arrays, kept in one `.npz` per split."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from worker.encodings import Reading
from worker.training.corpus import EVERY_FILE, SPLITS, CorpusError, CorpusFile, Split, find_files

# Counted up when what a file is read into changes, so that an old cache is not taken for a new one.
CACHE_FORMAT = 3
FEW_FILES = 64


@dataclass(frozen=True, slots=True)
class Dataset:
    """Examples by split, and the files that could not be read with the reason."""

    examples: dict[Split, list[NDArray[Any]]]
    skipped: dict[str, str]


def load_dataset(reading: Reading, folder: Path, cache: Path, only: str = EVERY_FILE) -> Dataset:
    """Reads what the glob `only` matches in `folder`, or what a call with the same files and reading left in `cache`.

    Raises:
        CorpusError: No file matches, or none of the train split holds an example.
    """
    files = find_files(folder, only)
    target = cache / f"{folder.name}-{_fingerprint(reading, folder, files)}.npz"
    if not target.exists():
        _build(reading, files, target)
    dataset = _read(target)
    if not dataset.examples["train"]:
        raise CorpusError(f"{folder}: no file of the train split has what {type(reading).__name__} needs")
    return dataset


def _fingerprint(reading: Reading, folder: Path, files: Iterable[CorpusFile]) -> str:
    digest = hashlib.sha256(f"{CACHE_FORMAT} {reading!r}".encode())
    for file in files:
        digest.update(f"{file.path.relative_to(folder)} {file.split} {file.path.stat().st_size}\n".encode())
    return digest.hexdigest()[:16]


def _build(reading: Reading, files: list[CorpusFile], target: Path) -> None:
    """Reads all files on all cores, then writes the cache under its name in one step."""
    arrays: dict[str, list[NDArray[Any]]] = {split: [] for split in SPLITS}
    skipped = []
    results = _read_files(reading, [file.path for file in files])
    for file, (examples, reason) in zip(files, results, strict=True):
        arrays[file.split] += examples
        if reason:
            skipped.append((str(file.path), reason))
    _write(target, arrays, skipped)


def read_examples(reading: Reading, paths: list[Path]) -> list[NDArray[Any]]:
    """The examples of all `paths`; a file that cannot be read is reported on stderr."""
    return [example for examples, _ in _read_files(reading, paths) for example in examples]


def _read_files(reading: Reading, paths: list[Path]) -> Iterator[tuple[list[NDArray[Any]], str]]:
    """Examples of each path in turn, or the reason why there are none."""
    # A process more is worth its start only where there is much to read.
    with multiprocessing.get_context("spawn").Pool() if len(paths) > FEW_FILES else nullcontext() as pool:
        read = partial(_examples_of, reading)
        results = pool.imap(read, paths, chunksize=4) if pool else map(read, paths)
        for path, (examples, reason) in zip(paths, results, strict=True):
            if reason:
                print(f"skipped {path}: {reason}", file=sys.stderr)
            yield examples, reason


def _examples_of(reading: Reading, path: Path) -> tuple[list[NDArray[Any]], str]:
    import note_seq

    try:
        examples = reading.examples(note_seq.midi_file_to_note_sequence(str(path)))
    except Exception as error:  # any corrupt file, whichever parser it breaks
        return [], f"unreadable ({type(error).__name__}: {error})"
    return examples, "" if examples else "holds nothing for this model"


def _write(target: Path, arrays: dict[str, list[NDArray[Any]]], skipped: list[tuple[str, str]]) -> None:
    packed: dict[str, NDArray[Any]] = {"skipped": np.array(skipped, dtype=str).reshape(-1, 2)}
    for split, examples in arrays.items():
        packed[f"{split}_lengths"] = np.array([len(e) for e in examples], dtype=np.int64)
        packed[f"{split}_data"] = np.concatenate(examples) if examples else np.zeros(0, np.int32)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial_file = target.with_suffix(f".{os.getpid()}.npz")
    np.savez(partial_file, allow_pickle=False, **packed)
    partial_file.replace(target)


def _read(target: Path) -> Dataset:
    with np.load(target, allow_pickle=False) as packed:
        examples = {
            split: np.split(packed[f"{split}_data"], np.cumsum(packed[f"{split}_lengths"])[:-1])
            if len(packed[f"{split}_lengths"])
            else []
            for split in SPLITS
        }
        return Dataset(examples, {str(path): str(reason) for path, reason in packed["skipped"]})
