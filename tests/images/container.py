"""An image's processes as Compose starts them: nobody's user, no capability, and files that cannot be written."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.images.build import Image
from tests.images.root import mount

BARE: Final = ("--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")


@dataclass(frozen=True, slots=True)
class Container:
    """An image whose root is mounted at `live` read-only; `environment` is beside its own."""

    image: Image
    live: Path
    environment: Mapping[str, str]

    def words(self, *command: str) -> list[str]:
        """The same command, inside."""
        user, _, group = self.image.user.partition(":")
        who = ("setpriv", f"--reuid={user}", f"--regid={group}", *BARE)
        given = [f"{name}={value}" for name, value in {**self.image.environment, **self.environment}.items()]
        return ["chroot", str(self.live), *who, "env", "-i", "-C", self.image.workdir, *given, *command]

    def start(self, log: Path, *command: str) -> subprocess.Popen[bytes]:
        """Starts a command, the image's own where none is given."""
        with log.open("ab") as output:
            words = self.words(*(command or self.image.command))
            return subprocess.Popen(words, stdout=output, stderr=subprocess.STDOUT)

    def says(self, *command: str) -> str:
        """What a command says that ends by itself.

        Raises:
            subprocess.CalledProcessError: It ended with a status other than 0.
        """
        return subprocess.run(self.words(*command), check=True, stdout=subprocess.PIPE, text=True).stdout

    def succeeds(self, *command: str) -> bool:
        return subprocess.run(self.words(*command), check=False, capture_output=True).returncode == 0


def contain(image: Image, live: Path, volumes: Mapping[str, Path], environment: Mapping[str, str]) -> Container:
    """Mounts the image's root read-only at `live`, with `volumes` by their path inside, and a /tmp of its own.

    A volume takes its owner from the image's folder, as an engine has it of a new one.
    """
    live.mkdir()
    mount("--bind", image.root.path, live)
    mount("-o", "remount,bind,ro", live)
    for path, source in volumes.items():
        owned = image.root.place(path).stat()
        os.chown(source, owned.st_uid, owned.st_gid)
        mount("--bind", source, live / path.lstrip("/"))
    mount("-t", "tmpfs", "-o", "mode=1777,size=256m", "tmpfs", live / "tmp")
    for path in ("proc", "dev"):
        mount("--bind", f"/{path}", live / path)
    return Container(image, live, environment)
