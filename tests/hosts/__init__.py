"""The whole service on many machines, each a network namespace of its own."""
