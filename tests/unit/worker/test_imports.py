"""A worker needs no Django, and a render worker no TensorFlow."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import worker


def import_all(blocked: tuple[str, ...], modules: list[str]) -> subprocess.CompletedProcess[str]:
    """Imports `modules` in a process in which `blocked` packages cannot be imported."""
    script = (
        "import importlib, sys, warnings\n"
        "warnings.simplefilter('ignore')\n"
        f"for name in {blocked!r}: sys.modules[name] = None\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
    )
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)


def all_modules() -> list[str]:
    found = [module.name for module in pkgutil.walk_packages(worker.__path__, "worker.")]
    assert len(found) > 40
    return [name for name in found if name != "worker.__main__"]


def test_all_of_worker_imports_without_django():
    done = import_all(("django", "rest_framework", "web"), all_modules())
    assert done.returncode == 0, done.stderr


def test_a_render_worker_imports_no_tensorflow():
    rendering = [name for name in all_modules() if name.startswith("worker.rendering")]
    done = import_all(("tensorflow", "note_seq"), ["worker.app", "worker.tasks", *rendering])
    assert done.returncode == 0, done.stderr
