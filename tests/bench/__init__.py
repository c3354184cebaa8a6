"""What Cadenza takes and gives, measured: `make bench-…` prints one JSON line for each figure."""
