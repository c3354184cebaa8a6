"""A piece as its pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from web.jobs.tracks import tracks_of
from web.pages.clock import clock
from web.pieces.roll_svg import roll_svg
from web.pieces.score import score_of
from web.pieces.section_strip import section_strip
from web.pieces.titles import title_of
from worker.contract.results import MIDI_NAME
from worker.contract.status import AudioStatus, JobStatus

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from web.jobs.models import Job, ResultFile


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """What a template asks for; the job comes with its files."""

    job: Job
    title: str

    @classmethod
    def of(cls, job: Job) -> ShownPiece:
        return cls(job, title_of(job))

    @property
    def seed(self) -> int:
        seed: int = self.job.resolved["seed"]
        return seed

    @property
    def length(self) -> str:
        return clock(self.job.resolved["length_seconds"])

    @property
    def midi(self) -> ResultFile | None:
        """None until the piece is composed."""
        return next((file for file in self.job.files.all() if file.name == MIDI_NAME), None)

    @property
    def roll(self) -> SafeString:
        """Only where there is a MIDI file.

        Raises:
            FileUnavailable: It cannot be read just now.
        """
        return roll_svg(score_of(next(file for file in self.job.files.all() if file.name == MIDI_NAME)))

    @property
    def sections(self) -> SafeString | str:
        return section_strip(self.job.resolved)

    @property
    def parts(self) -> list[dict[str, Any]]:
        return tracks_of(self.job)

    @property
    def id(self) -> str:
        return str(self.job.pk)

    @property
    def is_composed(self) -> bool:
        return self.job.status == JobStatus.SUCCEEDED and self.midi is not None

    @property
    def is_heard(self) -> bool:
        """Whether its audio is there for the asking."""
        return self.is_composed and self.job.audio_status in {AudioStatus.READY, AudioStatus.ON_REQUEST}

    @property
    def is_gone(self) -> bool:
        """Whether there is no piece, and will be none."""
        return (self.job.is_final and self.job.status != JobStatus.SUCCEEDED) or self.job.expires_at <= timezone.now()
