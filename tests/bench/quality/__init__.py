"""How like the held-out music of its corpus what the networks play is: `make quality` prints one JSON line a figure."""
