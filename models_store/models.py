"""Model versions on disk: `NAME/VERSION/model.mag` with a `card.toml` beside it; web needs the card alone."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PRETRAINED: Final = Path(__file__).parent / "pretrained"
BUNDLE_NAME: Final = "model.mag"
CARD_NAME: Final = "card.toml"


class ModelUnavailable(Exception):
    """The bundle is missing or is not the one that was asked for."""


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A bundle and its card.

    Attributes:
        config: Magenta's config id ("performance_with_dynamics"), which fixes the encoding.
        card: The whole card: data, licence, split, command, figures.
    """

    name: str
    version: int
    config: str
    sha256: str
    path: Path
    card: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The versions below a folder, and those below a second one that were added to them."""

    root: Path = PRETRAINED
    added: Path | None = None

    def versions(self) -> list[ModelVersion]:
        """Every version that has a card, by name, then version.

        Raises:
            ModelUnavailable: A card cannot be read; the message names it.
        """
        found = [_read_card(card) for root in self._roots() for card in root.glob(f"*/*/{CARD_NAME}")]
        return sorted(found, key=lambda model: (model.name, model.version))

    def latest(self, name: str) -> ModelVersion:
        """The highest version of a model.

        Raises:
            ModelUnavailable: There is none of that name; the message names those there are.
        """
        versions = self.versions()
        mine = [version for version in versions if version.name == name]
        if not mine:
            names = ", ".join(sorted({version.name for version in versions})) or "none"
            raise ModelUnavailable(f"no model {name!r}; there are: {names}")
        return mine[-1]

    def has(self, name: str, version: int) -> bool:
        """Whether there is such a version, by its card: web's image has no more of it, the bundle is the workers'."""
        return any((root / name / str(version) / CARD_NAME).is_file() for root in self._roots())

    def bundle_path(self, name: str, version: int, sha256: str) -> Path:
        """The bundle's path, after its bytes were found to be those of `sha256`.

        Raises:
            ModelUnavailable: The file is missing, or its sha256 differs.
        """
        path = self._path(name, version)
        try:
            with path.open("rb") as bundle:
                found = hashlib.file_digest(bundle, "sha256").hexdigest()
        except OSError as error:
            raise ModelUnavailable(f"model {name} version {version}: its bundle cannot be read") from error
        if found != sha256:
            raise ModelUnavailable(f"model {name} version {version}: its bundle is not the one registered")
        return path

    def _roots(self) -> tuple[Path, ...]:
        return (self.root,) if self.added is None else (self.root, self.added)

    def _path(self, name: str, version: int) -> Path:
        """That of the first folder which has the version; of the first one where none has."""
        paths = [root / name / str(version) / BUNDLE_NAME for root in self._roots()]
        return next((path for path in paths if path.is_file()), paths[0])


def _read_card(path: Path) -> ModelVersion:
    folder = path.parent
    try:
        card = tomllib.loads(path.read_text())
        version, config, sha256 = int(folder.name), card["config"], card["sha256"]
    except (KeyError, ValueError) as error:
        raise ModelUnavailable(f"{path} must be NAME/VERSION/{CARD_NAME} with config and sha256: {error}") from error
    return ModelVersion(folder.parent.name, version, config, sha256, folder / BUNDLE_NAME, card)
