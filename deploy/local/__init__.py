"""`make run`: web, workers, ingest and a Redis-compatible server on this machine, for one person, on loopback only."""
