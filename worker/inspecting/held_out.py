"""How well a network foretells music that it never heard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from worker.networks.bundle import Bundle
    from worker.training.evaluate import Likelihood

MOST_FILES: Final = 50
MOST_EVENTS: Final = 2048


class NotMeasured(Exception):
    """The set says nothing of the network; the message says why."""


def likelihood_on(folder: Path, bundle: Bundle) -> Likelihood:
    """On the first files of a folder, each to its first 2,048 events.

    Raises:
        NotMeasured: There is no such set, or none of its files holds what the network reads.
    """
    from worker.encodings.config import UnknownConfig
    from worker.training.corpus import CorpusError, find_files
    from worker.training.dataset import read_examples
    from worker.training.evaluate import Evaluator
    from worker.training.recipes import recipe_for

    try:
        encoding = recipe_for(bundle.config).encoding
        files = [file.path for file in find_files(folder)[:MOST_FILES]]
    except (CorpusError, UnknownConfig, OSError) as error:
        raise NotMeasured(f"It was not measured on {folder.name}: there is no way to, or no music there.") from error
    pieces = [encoding.encode(example) for example in read_examples(encoding, files)]
    if not pieces:
        raise NotMeasured(f"It was not measured on {folder.name}: no file there holds what {bundle.config} reads.")
    return Evaluator(bundle.config, bundle.attn_length).likelihood(bundle.weights, pieces, MOST_EVENTS)
