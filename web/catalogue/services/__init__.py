"""Seeding the catalogue, reading what can be played, and resolving a request against it."""
