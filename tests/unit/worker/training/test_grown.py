"""A network with conditions can be begun from one without."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.worker.training.test_lessons import band
from worker.encodings.configs import config_of
from worker.networks.weights import NetworkWeights
from worker.training.evaluate import Evaluator
from worker.training.grown import with_controls
from worker.training.initial import initial_weights
from worker.training.recipes import recipe_for

PLAIN, CONDITIONED = "performance_with_dynamics", "multiconditioned_performance_with_dynamics"


@pytest.fixture(scope="module")
def weights():
    return initial_weights(replace(recipe_for(PLAIN), layer_sizes=(8, 8)), seed=5)


def likelihood(config, weights, piece):
    return Evaluator(config, 0).likelihood(weights, [piece]).nats_per_event


def test_it_foretells_at_first_what_the_one_without_does(weights):
    encoding = recipe_for(CONDITIONED).encoding
    piece = encoding.encode(encoding.examples(band())[0])
    grown = NetworkWeights.from_tensors(with_controls(weights.to_tensors(), config_of(CONDITIONED)))
    found = likelihood(CONDITIONED, grown, piece)
    assert found == pytest.approx(likelihood(PLAIN, weights, replace(piece, controls=piece.controls[:, :0])), rel=1e-5)


def test_one_that_lacks_nothing_is_left_as_it_is(weights):
    tensors = weights.to_tensors()
    for config in (PLAIN, "attention_improv"):
        grown = with_controls(tensors, config_of(config))
        assert all(np.array_equal(grown[name], tensors[name]) for name in tensors)
