"""Builds and tries images in a folder, where the mounts and processes are this process's own."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.images.bases import Bases
from tests.images.build import Image, build
from tests.images.context import copy_context
from tests.images.dockerfile import read_stages
from tests.images.sizes import report_image
from tests.images.trial import leave_network, try_images
from tests.service import ROOT


def main(folder: Path, names: list[str]) -> None:
    context, bases = folder / "context", Bases(folder / "bases")
    copy_context(ROOT, context)
    images = {name: _image(name, context, bases, folder) for name in names}
    for name, image in images.items():
        report_image(name, image)
    leave_network()
    try:
        try_images(images, folder)
    except Exception:
        _show_logs(folder)
        raise


def _image(name: str, context: Path, bases: Bases, folder: Path) -> Image:
    stages = read_stages((ROOT / "deploy" / "images" / f"{name}.Dockerfile").read_text())
    return build(stages, context, bases, folder / name)


def _show_logs(folder: Path) -> None:
    for log in sorted(folder.glob("*.log")):
        print(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
