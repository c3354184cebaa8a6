"""A network can be begun from others: from one without conditions, or from the mean of several."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.worker.training.test_lessons import band
from worker.encodings.configs import config_of
from worker.networks.shapes import WeightsError
from worker.networks.weights import NetworkWeights
from worker.training.beginning import first_tensors, with_controls
from worker.training.checkpoint import save_tensors
from worker.training.evaluate import Evaluator
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


def saved(folder, name, tensors):
    save_tensors(folder / f"{name}.npz", tensors)
    return folder / f"{name}.npz"


def test_of_several_networks_it_begins_with_the_mean(tmp_path, weights):
    tensors = weights.to_tensors()
    other = {name: np.asarray(value) + 1.0 for name, value in tensors.items()}
    files = [saved(tmp_path, "one", tensors), saved(tmp_path, "other", other)]
    begun = first_tensors(recipe_for(PLAIN), files, seed=5)
    assert all(np.allclose(begun[name], np.asarray(tensors[name]) + 0.5) for name in tensors)


def test_of_a_deeper_network_it_begins_with_the_lowest_layers(tmp_path, weights):
    recipe = replace(recipe_for(CONDITIONED), layer_sizes=(8,))
    begun = NetworkWeights.from_tensors(first_tensors(recipe, [saved(tmp_path, "deep", weights.to_tensors())], seed=5))
    assert len(begun.layers) == 1
    assert np.array_equal(begun.layers[0].bias, weights.layers[0].bias)
    assert np.array_equal(begun.output_kernel, weights.output_kernel)


def test_networks_of_different_shapes_have_no_mean(tmp_path, weights):
    wider = initial_weights(replace(recipe_for(PLAIN), layer_sizes=(9, 8)), seed=5).to_tensors()
    files = [saved(tmp_path, "one", weights.to_tensors()), saved(tmp_path, "wider", wider)]
    with pytest.raises(WeightsError, match="different shapes"):
        first_tensors(recipe_for(PLAIN), files, seed=5)
