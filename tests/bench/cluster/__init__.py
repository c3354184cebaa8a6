"""A cluster of generation workers, simulated with costs that were measured."""
