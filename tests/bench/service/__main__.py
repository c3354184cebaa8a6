"""`make bench-service`: the whole service against the bare engine, Magenta per request, and loads too large for it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final

PARTS: Final = ("saturation", "against_magenta", "two_workers", "many_workers", "overload")


def main(*names: str) -> None:
    unknown = set(names) - set(PARTS)
    if unknown:
        sys.exit(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    for name in names or PARTS:
        measure: Callable[[Path], None] = import_module(f"tests.bench.service.{name}").measure
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
