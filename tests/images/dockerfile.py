"""What our Dockerfiles say: their stages, and what is to be done in each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

KNOWN: Final = frozenset({"ARG", "CMD", "COPY", "ENV", "EXPOSE", "RUN", "USER", "WORKDIR"})
OPTION: Final = re.compile(r"--([a-z]+)=(\S+)\s+")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step: COPY with the options {"from": "packages"} and the text "/venv /venv"."""

    keyword: str
    text: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """From what image it begins, under what name others copy from it (empty for none), and its steps in order."""

    base: str
    name: str
    instructions: tuple[Instruction, ...]


def read_stages(text: str) -> list[Stage]:
    """The stages of a Dockerfile in order; the last is the image.

    Raises:
        ValueError: An instruction is unknown, stands before the first FROM, or has an option other than COPY's --from.
    """
    stages: list[tuple[str, str, list[Instruction]]] = []
    for line in _lines(text):
        keyword, _, rest = line.partition(" ")
        if keyword == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append((base.strip(), name.strip(), []))
        elif not stages:
            raise ValueError(f"{keyword} stands before the first FROM")
        else:
            stages[-1][2].append(_instruction(keyword, rest.strip()))
    return [Stage(base, name, tuple(instructions)) for base, name, instructions in stages]


def _lines(text: str) -> list[str]:
    """Without comments, each instruction on one line."""
    uncommented = re.sub(r"^\s*#.*\n?", "", text, flags=re.MULTILINE)
    return [line.strip() for line in uncommented.replace("\\\n", "").splitlines() if line.strip()]


def _instruction(keyword: str, text: str) -> Instruction:
    if keyword not in KNOWN:
        raise ValueError(f"{keyword} is none of {', '.join(sorted(KNOWN))}")
    options = {}
    while found := OPTION.match(text):
        options[found[1]] = found[2]
        text = text[found.end() :]
    if options.keys() - ({"from"} if keyword == "COPY" else set()) or text.startswith("--"):
        raise ValueError(f"an option of {keyword} is unknown: {text}, {options}")
    return Instruction(keyword, text, options)
