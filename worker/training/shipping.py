"""What a finished run leaves: the bundle of its best weights, and the card."""

from __future__ import annotations

import argparse
from typing import Final

import numpy as np

from models_store.models import BUNDLE_NAME
from worker.encodings import Encoded
from worker.encodings.configs import CONFIGS
from worker.networks.bundle import Bundle, write_bundle
from worker.networks.weights import Array, NetworkWeights
from worker.training.card import Card
from worker.training.corpus import Split
from worker.training.dataset import Dataset
from worker.training.evaluate import Evaluator
from worker.training.ngram import augmented, best_ngram
from worker.training.recipes import Recipe

# Of the 24 bits of a number: the others change no likelihood that one could measure, and without them a bundle packs to
# little more than half.
SIGNIFICANT_BITS: Final = 11
HELD_OUT: tuple[Split, ...] = ("validation", "test")


def ship(
    weights: NetworkWeights,
    recipe: Recipe,
    dataset: Dataset,
    options: argparse.Namespace,
    run_figures: dict[str, float],
    command: str,
) -> None:
    """Writes `model.mag` and `card.toml`, with the likelihood of all of validation and test."""
    config, weights = CONFIGS[recipe.config], rounded(weights)
    description = options.description or config.description
    write_bundle(options.out / BUNDLE_NAME, Bundle(config.id, description, weights, config.attn_length))
    evaluator = Evaluator(recipe.config, recipe.attn_length)
    validation, test = (evaluator.likelihood(weights, _encoded(recipe, dataset, split)) for split in HELD_OUT)
    Card(
        config=config.id,
        description=description,
        data=options.data_source or options.data.name,
        licence=options.licence or "not stated",
        split=_split(dataset),
        command=command,
        figures={
            **run_figures,
            "validation_nats_per_event": round(validation.nats_per_event, 4),
            "test_nats_per_event": round(test.nats_per_event, 4),
            "test_events": test.events,
            **_foretold_by_counting(recipe, dataset),
        },
    ).write(options.out)


def _foretold_by_counting(recipe: Recipe, dataset: Dataset) -> dict[str, float]:
    """What the best n-gram comes to on the same pieces; of the long pieces of performances nobody counts as many."""
    if CONFIGS[recipe.config].family == "performance":
        return {}
    validation, test = (_encoded(recipe, dataset, split) for split in HELD_OUT)
    best = best_ngram(augmented(recipe.encoding, dataset.examples["train"]), validation)
    return {"ngram_order": best.order, "ngram_test_nats_per_event": round(best.nats_per_event(test), 4)}


def rounded(weights: NetworkWeights) -> NetworkWeights:
    """The same with `SIGNIFICANT_BITS` in each number, the others zero."""
    return NetworkWeights.from_tensors({name: _rounded(tensor) for name, tensor in weights.to_tensors().items()})


def _rounded(tensor: Array) -> Array:
    mantissa, exponent = np.frexp(tensor)
    return np.ldexp(np.round(np.ldexp(mantissa, SIGNIFICANT_BITS)), exponent - SIGNIFICANT_BITS).astype(np.float32)


def _encoded(recipe: Recipe, dataset: Dataset, split: Split) -> list[Encoded]:
    return [recipe.encoding.encode(example) for example in dataset.examples[split]]


def _split(dataset: Dataset) -> str:
    counts = {split: len(examples) for split, examples in dataset.examples.items()}
    return ", ".join(f"{count} {split}" for split, count in counts.items()) + " pieces"
