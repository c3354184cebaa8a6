"""What is shipped."""

from __future__ import annotations

import numpy as np

from models_store.models import PRETRAINED
from worker.networks.bundle import read_bundle
from worker.training.shipping import SIGNIFICANT_BITS, rounded


def test_shipped_numbers_are_the_nearest_with_few_bits():
    weights = read_bundle(next((PRETRAINED / "drums_groove").glob("*/model.mag"))).weights
    few = rounded(weights).to_tensors()
    for name, tensor in weights.to_tensors().items():
        assert not np.any(few[name].view(np.uint32) & ((1 << (24 - SIGNIFICANT_BITS)) - 1))
        np.testing.assert_allclose(few[name], tensor, rtol=2.0**-SIGNIFICANT_BITS)
    assert few.keys() == weights.to_tensors().keys()
