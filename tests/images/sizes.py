"""How large an image is, and what is in it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from tests.bench.figures import report
from tests.images.build import Image

LIMITS_MIB: Final = {"web": 300, "worker": 2252}
PACKAGES: Final = "/venv"
TENSORFLOW: Final = "venv/lib/python3.*/site-packages/tensorflow"


def report_image(name: str, image: Image) -> None:
    """Prints what it weighs with and without what it begins from, whether it is compiled, and web's TensorFlow."""
    limit = f"<= {LIMITS_MIB[name]}"
    report(f"size of {name}'s image", size_mib(image.root.path), "MiB", limit, of_which_ours=size_mib(image.root.added))
    modules = [module for place in (image.workdir, PACKAGES) for module in image.root.place(place).rglob("*.py")]
    bare = [str(module) for module in modules if not _is_compiled(module)]
    report(f"modules of {name} without bytecode", len(bare), "modules", "<= 0", of=len(modules), first=bare[:3])
    if name == "web":
        report("TensorFlow in web's image", len(list(image.root.path.glob(TENSORFLOW))), "packages", "<= 0")


def size_mib(folder: Path) -> float:
    """What the files take on a disk."""
    said = subprocess.run(["du", "-s", "--block-size=1", folder], check=True, capture_output=True, text=True).stdout
    return int(said.split()[0]) / 2**20


def _is_compiled(module: Path) -> bool:
    return any((module.parent / "__pycache__").glob(f"{module.stem}.*.pyc"))
