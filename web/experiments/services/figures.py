"""What an experiment has brought to light by now, as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from django.db.models import Count, F, Q, Sum

from web.experiments.letters import FIRST
from web.experiments.models import Vote
from web.experiments.services.comparison import Sample
from web.experiments.services.evidence import Opinions
from web.experiments.services.verdict import verdict
from web.experiments.services.wilson import wilson
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from web.experiments.models import Arm, Experiment
    from web.experiments.services.verdict import Verdict

_NOT_MADE: Final = (JobStatus.FAILED, JobStatus.EXPIRED)
_DEEDS: Final = ("heard", "downloaded", "regenerated")
_MADE: Final = Q(status=JobStatus.SUCCEEDED)


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened, with the limits of `wilson`; `low`, `high` and `rate` are 0-1."""

    name: str
    successes: int
    of: int

    @property
    def rate(self) -> float:
        return self.successes / self.of if self.of else 0.0

    @property
    def low(self) -> float:
        return wilson(self.successes, self.of)[0]

    @property
    def high(self) -> float:
        return wilson(self.successes, self.of)[1]


@dataclass(frozen=True, slots=True)
class ArmFigures:
    """Of one version.

    Attributes:
        jobs: All that it was tried in.
        made: Of those that ended by themselves, how many are pieces; then, of pieces, what was done with them.
        opinions: Of its listeners who rated.
    """

    letter: str
    arm: Arm
    jobs: int
    made: Rate
    heard: Rate
    downloaded: Rate
    regenerated: Rate
    ratings: int
    opinions: Opinions

    @property
    def rates(self) -> tuple[Rate, ...]:
        return self.made, self.heard, self.downloaded, self.regenerated


@dataclass(frozen=True, slots=True)
class Votes:
    """Of blind listening to A and another version.

    Attributes:
        letter: The other's.
        for_other: Of those who heard a difference, who liked the other better.
    """

    letter: str
    for_a: int
    neither: int
    for_other: Rate


@dataclass(frozen=True, slots=True)
class Figures:
    arms: tuple[ArmFigures, ...]
    verdict: Verdict
    votes: tuple[Votes, ...]


def figures_of(experiment: Experiment) -> Figures:
    """Asks three times, however many took part, if the experiment comes with its arms."""
    arms = experiment.lettered
    counts: dict[str, dict[str, Any]] = {row["arm"]: row for row in _counts(experiment)}
    opinions = _opinions(experiment)
    samples = [Sample(opinions[letter], arm.share_percent / 100) for letter, arm in arms.items()]
    figures = (_arm_figures(letter, arm, counts.get(letter, {}), opinions[letter]) for letter, arm in arms.items())
    return Figures(tuple(figures), verdict(samples), tuple(_votes(experiment)))


def _counts(experiment: Experiment) -> Iterable[dict[str, Any]]:
    deeds = {name: Count("pk", filter=_MADE & Q(**{f"was_{name}": True})) for name in _DEEDS}
    rows = experiment.trials.values("arm").annotate(
        jobs=Count("pk"),
        made=Count("pk", filter=_MADE),
        not_made=Count("pk", filter=Q(status__in=_NOT_MADE)),
        rated=Sum("ratings"),
        **deeds,
    )
    return cast("Iterable[dict[str, Any]]", rows)


def _opinions(experiment: Experiment) -> dict[str, Opinions]:
    """One opinion of each listener: whoever rates often counts no more than others."""
    rated = experiment.trials.filter(ratings__gt=0).values("arm", "listener")
    means: dict[str, list[float]] = defaultdict(list)
    for row in rated.annotate(mean=Sum(F("stars") * 1.0) / Sum("ratings")):
        means[row["arm"]].append(row["mean"])
    return {letter: Opinions.of(means[letter]) for letter in experiment.lettered}


def _arm_figures(letter: str, arm: Arm, row: dict[str, Any], opinions: Opinions) -> ArmFigures:
    made = row.get("made", 0)
    return ArmFigures(
        letter=letter,
        arm=arm,
        jobs=row.get("jobs", 0),
        made=Rate("Made", made, made + row.get("not_made", 0)),
        heard=Rate("Played to the end", row.get("heard", 0), made),
        downloaded=Rate("Downloaded", row.get("downloaded", 0), made),
        regenerated=Rate("Continued or made again", row.get("regenerated", 0), made),
        ratings=row.get("rated", 0),
        opinions=opinions,
    )


def _votes(experiment: Experiment) -> Iterator[Votes]:
    rows = Vote.objects.filter(pair__experiment=experiment).values_list("pair__arm", "preferred")
    counts = {(arm, preferred): count for arm, preferred, count in rows.annotate(count=Count("pk"))}
    for letter in experiment.lettered:
        for_a, neither, for_other = (counts.get((letter, preferred), 0) for preferred in (FIRST, "", letter))
        if letter != FIRST:
            yield Votes(letter, for_a, neither, Rate(f"Liked {letter} better", for_other, for_a + for_other))
