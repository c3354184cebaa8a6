"""A root to change into: what it begins from, what was added to it, and commands inside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CERTIFICATES: Final = "/etc/ssl/certs/ca-certificates.crt"
# By what packages are found here: given to a step for its run, and in no image.
OF_THE_MACHINE: Final = re.compile(
    r"(https?|no)_proxy|pip_(cert|index_url)|uv_(default_index|index_url)|npm_config_registry|ssl_cert_file|node_extra_ca_certs",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Root:
    """`path` is all of it, `added` what lies above the base: a layer, whose size is the image's own."""

    path: Path
    added: Path

    def place(self, path: str) -> Path:
        """Where on this machine an absolute path of the root lies."""
        return self.path / path.lstrip("/")

    def run(self, script: str, workdir: str, environment: Mapping[str, str]) -> None:
        """A line of shell as root, with the machine's network and certificates; what it says goes to standard error.

        Raises:
            subprocess.CalledProcessError: It ended with a status other than 0.
        """
        given = {name: value for name, value in os.environ.items() if OF_THE_MACHINE.fullmatch(name)}
        words = [f"{name}={value}" for name, value in {**given, "HOME": "/root", **environment}.items()]
        with self._furnished():
            subprocess.run(
                ["chroot", self.path, "env", "-i", "-C", workdir, *words, "/bin/sh", "-c", script],
                check=True,
                stdout=sys.stderr,
            )

    @contextmanager
    def _furnished(self) -> Iterator[None]:
        with ExitStack() as mounts:
            for path in ("/proc", "/dev", CERTIFICATES):
                mounts.enter_context(bound_mount(Path(path), self.place(path)))
            yield


def make_root(base: Path, folder: Path) -> Root:
    """A root that begins as `base` is; what is changed in it lies in `folder`, and the base stays as it was."""
    root, work = Root(folder / "all", folder / "added"), folder / "work"
    for made in (root.path, root.added, work):
        made.mkdir(parents=True)
    layers = f"lowerdir={base},upperdir={root.added},workdir={work}"
    mount("-t", "overlay", "overlay", "-o", layers, root.path)
    return root


@contextmanager
def bound_mount(source: Path, target: Path) -> Iterator[None]:
    """The same files at another place, until the block ends."""
    mount("--bind", source, target)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", target], check=True)


def mount(*words: str | Path) -> None:
    subprocess.run(["mount", *words], check=True)
