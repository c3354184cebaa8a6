"""What is done for a request, with nothing left to decide; posted back as a request it is done again."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

from models_store.catalogue.limits import PITCH
from worker.contract.job_spec import JobSpec
from worker.contract.part_spec import ModelRef, PartSpec, Primer, PrimerNote, Sampling

if TYPE_CHECKING:
    from web.catalogue.services.wishes import Wishes
    from worker.contract.part_spec import Voicing
    from worker.contract.plan import Plan


@dataclass(frozen=True, slots=True)
class ResolvedPart:
    """One instrument.

    Attributes:
        primer: What its network hears first, which is not in the piece.
        octaves: By how many it sounds above what its network plays.
        touch: The table by which drum hits get velocity and timing; empty for neither.
        lowest_pitch: As it sounds; the network begins no lower one.
        highest_pitch: As it sounds; the network begins no higher one.
        render_chords: The chords it plays over are heard.
    """

    role: str
    model: str
    version: int
    sha256: str
    program: int
    is_drum: bool
    primer: tuple[PrimerNote, ...] = ()
    octaves: int = 0
    voicing: Voicing = "line"
    touch: str = ""
    lowest_pitch: int = PITCH.minimum
    highest_pitch: int = PITCH.maximum
    render_chords: bool = False

    def to_json(self) -> dict[str, Any]:
        """The primer as [start seconds, end seconds, pitch, velocity] of each note; null where there is none."""
        primer = [list(astuple(note)) for note in self.primer] or None
        return {**asdict(self), "primer": primer, "touch": self.touch or None}

    def spec(self, wishes: Wishes) -> PartSpec:
        return PartSpec(
            role=self.role,
            model=ModelRef(self.model, self.version, self.sha256),
            program=self.program,
            is_drum=self.is_drum,
            sampling=self._sampling(wishes),
            primer=self._primer(wishes.start_pitch),
            conditioning=replace(wishes.conditioning(is_drum=self.is_drum), render_chords=self.render_chords),
            octaves=self.octaves,
            voicing=self.voicing,
            touch=self.touch,
        )

    def _sampling(self, wishes: Wishes) -> Sampling:
        sampling = wishes.sampling(is_drum=self.is_drum)
        return replace(sampling, lowest_pitch=self.lowest_pitch, highest_pitch=self.highest_pitch)

    def _primer(self, start_pitch: int | None) -> Primer:
        if not self.primer:
            return Primer(start_pitch=None if self.is_drum else start_pitch)
        return Primer(
            notes=self.primer,
            condition_on_primer=True,
            inject_primer_during_generation=False,
            include_primer=False,
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    """A piece down to its seed and its models' bytes; the API shows it as it is.

    Attributes:
        parent: The id of the job whose piece this one goes on from.
        plan: How it is laid out; None where it is not.
    """

    style: str
    type: str
    length_seconds: float
    wishes: Wishes
    seed: int
    qpm: float
    parent: str | None
    parts: tuple[ResolvedPart, ...]
    plan: Plan | None

    def to_json(self) -> dict[str, Any]:
        """`engine` is null until a worker has said what it is."""
        return {
            "style": self.style,
            "type": self.type,
            "length_seconds": self.length_seconds,
            **self.wishes.to_json(),
            "seed": self.seed,
            "qpm": self.qpm,
            "engine": None,
            "parent": self.parent,
            "plan": self.plan and asdict(self.plan),
            "parts": [part.to_json() for part in self.parts],
        }

    def spec(self, job_id: str, time_limit_seconds: float) -> JobSpec:
        """The message that has exactly this done."""
        return JobSpec(
            job_id=job_id,
            style=self.style,
            type=self.type,
            length_seconds=self.length_seconds,
            qpm=self.qpm,
            seed=self.seed,
            time_limit_seconds=time_limit_seconds,
            parts=tuple(part.spec(self.wishes) for part in self.parts),
            plan=self.plan,
        )
