"""What a build is sent: the checkout's files, as .dockerignore has them."""

from __future__ import annotations

import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath


def copy_context(repository: Path, folder: Path) -> None:
    """Copies into `folder` what git knows or would add and .dockerignore lets through."""
    rules = (repository / ".dockerignore").read_text().splitlines()
    words = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(words, cwd=repository, check=True, capture_output=True, text=True).stdout
    for path in filter(None, listed.split("\0")):
        if is_sent(path, rules) and (repository / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(repository / path, folder / path)


def is_sent(path: str, rules: list[str]) -> bool:
    """Whether the last rule that a path or a folder above it meets lets it through; "!" begins such a rule."""
    sent = True
    for rule in rules:
        if rule and not rule.startswith("#") and _meets(path, rule.removeprefix("!")):
            sent = rule.startswith("!")
    return sent


def _meets(path: str, pattern: str) -> bool:
    above = [str(place) for place in (PurePosixPath(path), *PurePosixPath(path).parents) if place.name]
    if pattern.startswith("**/"):
        return any(fnmatch(PurePosixPath(place).name, pattern[3:]) for place in above)
    # A star stands for no slash.
    return any(place.count("/") == pattern.count("/") and fnmatch(place, pattern) for place in above)
