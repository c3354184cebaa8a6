from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from deploy.local.ports import page_port
from web.config.environment import read_environment
from worker.settings import Settings

ROOT = Path(__file__).parents[2]
MAKE_TARGETS = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split()


class Asked(Mapping[str, str]):
    """An environment that notes which variables were asked for."""

    def __init__(self, **variables: str) -> None:
        self.variables = variables
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return self.variables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.variables)

    def __len__(self) -> int:
        return len(self.variables)


def test_every_setting_is_described(tmp_path: Path):
    asked = Asked(MODELS_DIR=str(tmp_path))
    read_environment(asked, tmp_path)
    Settings.from_environment(asked)
    page_port(asked)
    settings = (ROOT / "docs" / "settings.md").read_text()
    assert len(asked.names) > 10
    assert {name for name in asked.names if f"| `{name}` |" not in settings} == set()


def test_make_help_names_every_target():
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^  make (\S+)", listed, re.MULTILINE) == MAKE_TARGETS


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/settings.md", "docs/architecture.md"])
def test_every_make_target_that_is_written_of_exists(page: str):
    named = re.findall(r"(?:^|`)make ([a-z0-9-]+)", (ROOT / page).read_text(), re.MULTILINE)
    assert named
    assert set(named) <= {*MAKE_TARGETS}
