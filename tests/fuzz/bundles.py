"""`make fuzz-bundles`: damaged bundles are refused with one error or read; nothing else may come of them.

Usage: python -m tests.fuzz.bundles MUTATIONS. Every second bundle is read without its checksums being looked at, or
little of what lies behind them would ever be reached.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

from worker.networks.bundle import BundleError, read_bundle

DATA = Path(__file__).parents[1] / "data"
SEEDS = ("one_drum", "basic_rnn", "attention_improv", "rnn-nade_attn")
CHECKSUM = "worker.networks.reading.table.masked_crc32c"

Mutation = Callable[[bytearray, random.Random], None]


class AnyChecksum:
    """Equal to whatever a block says its checksum is."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def mutations(count: int, seed: int = 1) -> Iterator[bytes]:
    """Bundles with one to eight damages each."""
    rng = random.Random(seed)
    originals = [(DATA / f"{name}.mag").read_bytes() for name in SEEDS]
    for _ in range(count):
        content = bytearray(rng.choice(originals))
        for _ in range(rng.choice((1, 1, 2, 4, 8))):
            rng.choice(MUTATIONS)(content, rng)
        yield bytes(content)


def outcome(path: Path, *, check: bool) -> str:
    """What came of one file: "read", "refused", or the traceback of a crash."""
    try:
        if check:
            read_bundle(path)
        else:
            with mock.patch(CHECKSUM, return_value=AnyChecksum()):
                read_bundle(path)
    except BundleError:
        return "refused"
    except Exception:
        return traceback.format_exc()
    return "read"


def main(count: int) -> None:
    before, slowest = _peak_mebibytes(), 0.0
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.mag")
        for index, content in enumerate(mutations(count)):
            path.write_bytes(content)
            started = time.perf_counter()
            outcomes[outcome(path, check=index % 2 == 0)] += 1
            slowest = max(slowest, time.perf_counter() - started)
    crashes = {text: times for text, times in outcomes.items() if text not in ("read", "refused")}
    for text, times in crashes.items():
        print(f"{times} times:\n{text}")
    print(f"{count} mutations: {outcomes['refused']} refused, {outcomes['read']} read, {sum(crashes.values())} crashes")
    print(f"slowest {slowest:.2f} s; peak memory {_peak_mebibytes():.0f} MiB, {before:.0f} MiB before the first")
    sys.exit(bool(crashes))


def _flip(content: bytearray, rng: random.Random) -> None:
    content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)


def _set(content: bytearray, rng: random.Random) -> None:
    content[rng.randrange(len(content))] = rng.choice((0, 1, 0x7F, 0x80, 0xFF))


def _truncate(content: bytearray, rng: random.Random) -> None:
    del content[rng.randrange(1, len(content)) :]


def _delete(content: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(content))
    del content[start : min(start + rng.randrange(1, 64), len(content) - 1)]


def _insert(content: bytearray, rng: random.Random) -> None:
    start = rng.randrange(len(content))
    content[start:start] = rng.randbytes(rng.randrange(1, 64))


def _overwrite(content: bytearray, rng: random.Random) -> None:
    start, size = rng.randrange(len(content)), rng.randrange(1, 16)
    content[start : start + size] = rng.choice((b"\xff", b"\x80", b"\0")) * size


def _at_edges(content: bytearray, rng: random.Random) -> None:
    """Tables' footers and names lie at a file's ends, and a random place seldom meets them."""
    content[rng.choice((rng.randrange(min(200, len(content))), -1 - rng.randrange(min(3000, len(content)))))] ^= 0x55


MUTATIONS: tuple[Mutation, ...] = (_flip, _set, _truncate, _delete, _insert, _overwrite, _at_edges)


def _peak_mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]))
