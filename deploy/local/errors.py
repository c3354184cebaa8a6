"""Why a local run cannot begin."""

from __future__ import annotations


class StartError(Exception):
    """The message tells the person at the terminal what to do."""
