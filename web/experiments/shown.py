"""An experiment in the words and pictures of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.experiments.models import State

if TYPE_CHECKING:
    from web.experiments.models import Arm, Experiment
    from web.experiments.services.figures import ArmFigures, Figures, Rate


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its interval; places are percent of the bar's width, as an SVG has them."""

    label: str
    text: str
    low: str
    width: str
    at: str


@dataclass(frozen=True, slots=True)
class Side:
    """One version.

    Attributes:
        can_be_promoted: It is not what everybody hears already.
    """

    arm: Arm
    version: str
    counts: str
    bars: tuple[Bar, ...]
    can_be_promoted: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """All of it; `difference` is empty until both versions were rated."""

    sentence: str
    difference: str
    chances: str
    sides: tuple[Side, ...]
    votes: str
    vote_bar: Bar


def shown(experiment: Experiment, figures: Figures) -> Shown:
    votes = figures.votes
    evidence = figures.verdict.evidence
    return Shown(
        sentence=figures.verdict.sentence,
        difference=f"B has {evidence.difference:+.2f} ± {evidence.margin:.2f} stars against A." if evidence else "",
        chances=_chances(evidence.a_is_better, evidence.b_is_better) if evidence else "",
        sides=tuple(_side(experiment, one) for one in figures.arms),
        votes=f"{votes.for_a} for A, {votes.for_b.successes} for B, {votes.neither} heard no difference",
        vote_bar=_rate_bar(votes.for_b),
    )


def _chances(a: float, b: float) -> str:
    """Whole percent that together are a hundred."""
    of_a, of_b = round(100 * a), round(100 * b)
    neither = 100 - of_a - of_b
    return f"Probability that A is better: {of_a} %, that B is: {of_b} %, that there is no difference: {neither} %."


def _side(experiment: Experiment, one: ArmFigures) -> Side:
    is_draft = experiment.state is State.DRAFT
    return Side(
        arm=one.arm,
        version=str(one.version),
        counts=f"{one.jobs} pieces asked for, {one.ratings} ratings by {one.opinions.count} listeners",
        bars=(_stars_bar(one), *(_rate_bar(rate) for rate in one.rates)),
        can_be_promoted=not is_draft and one.version.pk != experiment.model.active_version_id,
    )


def _rate_bar(rate: Rate) -> Bar:
    if not rate.of:
        return _bar(rate.name, "none yet", 0.0, 0.0, 0.0)
    limits = f"{100 * rate.low:.0f} to {100 * rate.high:.0f}"
    text = f"{100 * rate.rate:.0f} % ({limits}), {rate.successes} of {rate.of}"
    return _bar(rate.name, text, rate.low, rate.high, rate.rate)


def _stars_bar(one: ArmFigures) -> Bar:
    """The interval is that of one look, as those of rates are."""
    opinions = one.opinions
    if not opinions.count:
        return _bar("Stars", "none yet", 0.0, 0.0, 0.0)
    margin = 1.96 * (opinions.cautious_variance / opinions.count) ** 0.5
    low, high = max(1.0, opinions.mean - margin), min(5.0, opinions.mean + margin)
    text = f"{opinions.mean:.2f} ({low:.2f} to {high:.2f})"
    return _bar("Stars", text, *((stars - 1) / 4 for stars in (low, high, opinions.mean)))


def _bar(label: str, text: str, low: float, high: float, at: float) -> Bar:
    # The mark itself has a width, which must not lie beyond the end.
    places = (f"{100 * place:.1f}" for place in (low, high - low, min(at, 0.994)))
    return Bar(label, text, *places)
