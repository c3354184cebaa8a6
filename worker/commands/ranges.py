"""Numbers within limits, for the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def number_between(low: float, high: float) -> Callable[[str], float]:
    """A converter that refuses what is no number or lies outside, and says what is allowed."""

    def convert(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"must be a number from {low:g} to {high:g}, not {text!r}")
        return value

    return convert


def whole_number_between(low: int, high: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}, not {text!r}")
        return int(text)

    return convert
