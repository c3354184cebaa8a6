"""Performs a Dockerfile's instructions in roots, stage after stage."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from string import Template
from typing import Final

from tests.images.bases import Bases
from tests.images.dockerfile import Instruction, Stage
from tests.images.root import Root

SEARCH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass
class Image:
    """What a stage came to: its files, and how its command is run."""

    root: Root
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": SEARCH})
    arguments: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0:0"
    command: list[str] = field(default_factory=list)

    @property
    def variables(self) -> dict[str, str]:
        return {**self.arguments, **self.environment}


def build(stages: list[Stage], context: Path, bases: Bases, folder: Path) -> Image:
    """The last stage's image; all roots lie in `folder`, and build arguments have their defaults."""
    sources = {"": Root(context, context)}
    for number, stage in enumerate(stages):
        image = Image(bases.root(stage.base, folder / str(number)))
        for instruction in stage.instructions:
            DOERS[instruction.keyword](image, instruction, sources)
        sources[stage.name or str(number)] = image.root
    return image


def _arg(image: Image, instruction: Instruction, _: Mapping[str, Root]) -> None:
    name, _equals, default = instruction.text.partition("=")
    image.arguments[name] = default


def _cmd(image: Image, instruction: Instruction, _: Mapping[str, Root]) -> None:
    image.command = json.loads(instruction.text)


def _copy(image: Image, instruction: Instruction, sources: Mapping[str, Root]) -> None:
    source = sources[instruction.options.get("from", "")]
    *names, target = Template(instruction.text).substitute(image.variables).split()
    place = image.root.place(str(PurePosixPath(image.workdir, target)))
    into_folder = target.endswith("/") or len(names) > 1
    for name in names:
        _copy_one(source.place(name), place, into_folder=into_folder)


def _copy_one(source: Path, target: Path, *, into_folder: bool) -> None:
    """Of a folder what is in it; all of it becomes root's."""
    (target if into_folder or source.is_dir() else target.parent).mkdir(parents=True, exist_ok=True)
    from_place = f"{source}/." if source.is_dir() else source
    subprocess.run(["cp", "-R", "-P", "--preserve=mode,timestamps", from_place, target], check=True)


def _env(image: Image, instruction: Instruction, _: Mapping[str, Root]) -> None:
    for word in shlex.split(Template(instruction.text).substitute(image.variables)):
        name, _equals, value = word.partition("=")
        image.environment[name] = value


def _expose(_image: Image, _instruction: Instruction, _: Mapping[str, Root]) -> None:
    """Says something to people alone."""


def _run(image: Image, instruction: Instruction, _: Mapping[str, Root]) -> None:
    image.root.run(instruction.text, image.workdir, image.variables)


def _user(image: Image, instruction: Instruction, _: Mapping[str, Root]) -> None:
    image.user = instruction.text


def _workdir(image: Image, instruction: Instruction, _: Mapping[str, Root]) -> None:
    image.workdir = str(PurePosixPath(image.workdir, instruction.text))
    image.root.place(image.workdir).mkdir(parents=True, exist_ok=True)


DOERS: Final[dict[str, Callable[[Image, Instruction, Mapping[str, Root]], None]]] = {
    "ARG": _arg,
    "CMD": _cmd,
    "COPY": _copy,
    "ENV": _env,
    "EXPOSE": _expose,
    "RUN": _run,
    "USER": _user,
    "WORKDIR": _workdir,
}
