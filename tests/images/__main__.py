"""`make try-images`: web's and the worker's images built and started without an engine, as root."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.service import ROOT

IMAGES: Final = ("web", "worker")
# Whatever was mounted or started inside ends with it, and is seen by nobody else.
OWN: Final = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


def main() -> None:
    names = sys.argv[1:] or list(IMAGES)
    if set(names) - set(IMAGES):
        sys.exit(f"images are {', '.join(IMAGES)}")
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        sys.exit("root and debootstrap are needed to make roots to change into; nothing was tried")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    with tempfile.TemporaryDirectory(prefix="cadenza-images-") as folder:
        # Nobody's user is to pass through it.
        Path(folder).chmod(0o755)
        words = (*OWN, sys.executable, "-W", "ignore", "-m", "tests.images.within", folder, *names)
        sys.exit(subprocess.run(words, cwd=ROOT, check=False).returncode)


if __name__ == "__main__":
    main()
