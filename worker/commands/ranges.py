"""Numbers within limits, for the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from models_store.catalogue.limits import Limits, WholeLimits


def number_within(limits: Limits) -> Callable[[str], float]:
    """A converter that refuses what is no number or lies outside, and says what is allowed."""

    def convert(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not limits.minimum <= value <= limits.maximum:
            allowed = f"a number from {limits.minimum:g} to {limits.maximum:g}"
            raise argparse.ArgumentTypeError(f"must be {allowed}, not {text!r}")
        return value

    return convert


def whole_number_within(limits: WholeLimits) -> Callable[[str], int]:
    def convert(text: str) -> int:
        if not text.isdecimal() or not limits.minimum <= int(text) <= limits.maximum:
            allowed = f"a whole number from {limits.minimum} to {limits.maximum}"
            raise argparse.ArgumentTypeError(f"must be {allowed}, not {text!r}")
        return int(text)

    return convert
