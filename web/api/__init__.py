"""The job API: what other programs, and our own page, build on."""
