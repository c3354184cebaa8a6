"""The commands of `python -m worker`, one file each."""
