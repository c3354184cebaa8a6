"""An experiment in the words and pictures of its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.experiments.models import State

if TYPE_CHECKING:
    from web.experiments.models import Experiment
    from web.experiments.services.evidence import Evidence
    from web.experiments.services.figures import ArmFigures, Figures, Rate, Votes


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
        difference: From A, in stars; empty for A itself, and until both were rated.
        chances: How likely it is to be better or worse than A; empty where the difference is.
        is_best: It is known to be better.
        can_be_promoted: It is not what everybody hears already.
    """

    letter: str
    version: str
    counts: str
    difference: str
    chances: str
    bars: tuple[Bar, ...]
    is_best: bool
    can_be_promoted: bool


@dataclass(frozen=True, slots=True)
class Blind:
    """What came of listening blindly to A and another version."""

    letter: str
    votes: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Shown:
    """All of it."""

    sentence: str
    sides: tuple[Side, ...]
    blind: tuple[Blind, ...]


def shown(experiment: Experiment, figures: Figures) -> Shown:
    evidences = {one.letter: one.evidence for one in figures.verdict.comparisons}
    return Shown(
        sentence=figures.verdict.sentence,
        sides=tuple(_side(experiment, figures, one, evidences.get(one.letter)) for one in figures.arms),
        blind=tuple(_blind(votes) for votes in figures.votes),
    )


def _difference(evidence: Evidence) -> str:
    return f"{evidence.difference:+.2f} ± {evidence.margin:.2f} stars against A".replace("-", "−")


def _chances(evidence: Evidence) -> str:
    """Whole percent that together are a hundred."""
    better, worse = round(100 * evidence.other_is_better), round(100 * evidence.a_is_better)
    return f"better: {better} %, worse: {worse} %, no difference: {100 - better - worse} %"


def _side(experiment: Experiment, figures: Figures, one: ArmFigures, evidence: Evidence | None) -> Side:
    is_draft = experiment.state is State.DRAFT
    return Side(
        letter=one.letter,
        version=f"{one.arm}, {one.arm.share_percent} % of listeners",
        counts=f"{one.jobs} pieces asked for, {one.ratings} ratings by {one.opinions.count} listeners",
        difference=_difference(evidence) if evidence else "",
        chances=_chances(evidence) if evidence else "",
        bars=(_stars_bar(one), *(_rate_bar(rate) for rate in one.rates)),
        is_best=one.letter == figures.verdict.better,
        can_be_promoted=not is_draft and one.arm.version_id != experiment.model.active_version_id,
    )


def _blind(votes: Votes) -> Blind:
    letter, rate = votes.letter, votes.for_other
    said = f"{votes.for_a} for A, {rate.successes} for {letter}, {votes.neither} heard no difference."
    return Blind(letter, said, _rate_bar(rate))


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
