"""Another clock and a full disk for the process that has this folder on PYTHONPATH.

It does what the file that FAULTS_FILE names says (`tests.faults.control`), and changes with it while it runs. Only the
wall clock is another; the monotonic one goes on as it was.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

RELOAD_SECONDS = 0.01

_true_time: Callable[[], float] = time.time
_true_write_bytes: Callable[[Path, Any], int] = Path.write_bytes


class _Control:
    """The file's content, read anew every hundredth of a second."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._said: dict[str, Any] = {}
        self._read_at = float("-inf")

    def __getitem__(self, name: str) -> Any:
        now = time.monotonic()
        if now - self._read_at > RELOAD_SECONDS:
            self._said, self._read_at = json.loads(self._path.read_text()), now
        return self._said[name]


_control = _Control(Path(os.environ["FAULTS_FILE"]))
_results = Path(unquote(urlsplit(os.environ["RESULTS_URL"]).path))


def _time() -> float:
    return float(_true_time() + _control["clock_offset_seconds"])


def _write_bytes(path: Path, data: bytes) -> int:
    if not _control["store_is_full"] or not path.is_relative_to(_results):
        return _true_write_bytes(path, data)
    _true_write_bytes(path, data[: len(data) // 2])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


class _DjangosClock(MetaPathFinder):
    """Django asks the system by way of datetime, past `time.time`: its clock is changed when it is imported."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != "django.utils.timezone":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        assert spec is not None
        assert spec.loader is not None
        execute = spec.loader.exec_module

        def execute_and_change(module: ModuleType) -> None:
            execute(module)
            vars(module)["now"] = lambda: datetime.fromtimestamp(_time(), UTC)

        vars(spec.loader)["exec_module"] = execute_and_change
        return spec


time.time = _time
setattr(Path, "write_bytes", _write_bytes)  # noqa: B010 - a method is not to be assigned to, says mypy
sys.meta_path.insert(0, _DjangosClock())
