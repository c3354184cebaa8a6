"""What may be said of an experiment by now, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.experiments.letters import FIRST, LETTERS
from web.experiments.services.comparison import WORTH_STARS, Comparison, Finding, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from web.experiments.services.comparison import Sample


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands now.

    Attributes:
        better: The letter of the version that is known to be; empty where none is.
        comparisons: Of each of the others with A.
    """

    better: str
    sentence: str
    comparisons: tuple[Comparison, ...]


def verdict(samples: Sequence[Sample]) -> Verdict:
    """Judges by stars alone; may be asked after every rating (see `Evidence`). `samples` begin with that of A."""
    a, *others = samples
    rated = sum(sample.opinions.count for sample in samples)
    compared = tuple(
        compare(letter, a, other, rated, len(others)) for letter, other in zip(LETTERS[1:], others, strict=False)
    )
    better, sentence = _said(compared)
    return Verdict(better, sentence, compared)


def _said(compared: Sequence[Comparison]) -> tuple[str, str]:
    findings = {one.finding for one in compared}
    if Finding.BETTER in findings:
        return _best([one for one in compared if one.finding is Finding.BETTER], len(compared))
    if Finding.OPEN in findings:
        missing = max(one.missing_ratings for one in compared if one.finding is Finding.OPEN)
        return "", f"Not enough ratings yet: about {missing} more, each from another listener."
    if findings == {Finding.WORSE}:
        than = " than all others" if len(compared) > 1 else ""
        unsure = sum(1 - one.evidence.a_is_better for one in compared if one.evidence)
        return FIRST, f"{FIRST} is better{than}, {_percent(1 - unsure)} % sure."
    if len(compared) > 1:
        return "", f"None is better than {FIRST} by {WORTH_STARS} stars or more, 95 % sure."
    return "", f"No difference worth the name: less than {WORTH_STARS} stars, 95 % sure."


def _best(better: Sequence[Comparison], of: int) -> tuple[str, str]:
    """Of those that are better than A, the one with the most stars."""
    evidences = {one.letter: one.evidence for one in better if one.evidence}
    letter, evidence = max(evidences.items(), key=lambda item: item[1].difference)
    than = f" than {FIRST}" if of > 1 else ""
    return letter, f"{letter} is better{than}, {_percent(evidence.other_is_better)} % sure."


def _percent(sure: float) -> int:
    """Nobody is sure to a hundred percent."""
    return min(99, int(100 * sure))
