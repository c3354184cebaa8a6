"""How each config is trained: its encoding, size and schedule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from worker.encodings import Encoding
from worker.encodings.conditioned import ConditionedPerformanceEncoding
from worker.encodings.config import UnknownConfig
from worker.encodings.configs import CONFIGS
from worker.encodings.drums import DrumKitEncoding
from worker.encodings.lead_sheet import LeadSheetEncoding
from worker.encodings.performance import PerformanceEncoding
from worker.encodings.polyphony import PolyphonyEncoding
from worker.encodings.roles import Role
from worker.encodings.tune import MelodyEncoding
from worker.training.optimizer import Optimizer

MELODIES: Final = ("basic_rnn", "mono_rnn", "lookback_rnn", "attention_rnn")
IMPROVS: Final = ("basic_improv", "attention_improv", "chord_pitches_improv")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is set before a run.

    Attributes:
        batch: Rows trained at once; small ones learn more per event here.
        steps: Events back-propagated through; the state is carried over to the next stretch.
        keep: Share of each layer's outputs that dropout keeps.
        weight_decay: Times the learning rate, per update; keeps attention's feedback from growing without bound.
    """

    config: str
    encoding: Encoding
    layer_sizes: tuple[int, ...]
    batch: int
    steps: int
    learning_rate: float
    clip_norm: float
    keep: float
    weight_decay: float
    optimizer: Optimizer = "adam"

    @property
    def attn_length(self) -> int:
        return CONFIGS[self.config].attn_length


def _small(config: str, encoding: Encoding) -> Recipe:
    """For the small corpora of tunes and chorales, which a network soon knows by heart."""
    return Recipe(config, encoding, (256, 256), 32, 64, 1e-3, 3.0, 0.5, 0.05)


RECIPES: Final = {
    recipe.config: recipe
    for recipe in (
        Recipe("performance_with_dynamics", PerformanceEncoding(), (512, 512, 512), 32, 64, 1.5e-3, 3.0, 1.0, 0.0),
        Recipe(
            "multiconditioned_performance_with_dynamics",
            ConditionedPerformanceEncoding(),
            (512, 512),
            32,
            64,
            1.2e-3,
            3.0,
            1.0,
            0.0,
        ),
        Recipe("drum_kit", DrumKitEncoding(), (256, 256, 256), 32, 64, 1e-3, 3.0, 0.6, 0.05),
        Recipe("polyphony", PolyphonyEncoding(), (256, 256, 256), 8, 64, 2e-3, 3.0, 0.8, 0.01),
        *(_small(config, MelodyEncoding(config)) for config in MELODIES),
        *(_small(config, LeadSheetEncoding(config)) for config in IMPROVS),
    )
}


def for_role(recipe: Recipe, role: Role) -> Recipe:
    """The same, learnt from those of a band alone who have that role.

    Raises:
        UnknownConfig: The config is not one of melodies.
    """
    if not isinstance(recipe.encoding, MelodyEncoding | LeadSheetEncoding):
        raise UnknownConfig(f"config {recipe.config!r} knows no roles; those of melodies and of improv do")
    return replace(recipe, encoding=replace(recipe.encoding, role=role))


def recipe_for(config: str) -> Recipe:
    """The recipe of a config id.

    Raises:
        UnknownConfig: There is none; the message names those there are.
    """
    if config not in RECIPES:
        raise UnknownConfig(f"no recipe for config {config!r}; there are: {', '.join(RECIPES)}")
    return RECIPES[config]
