"""What a worker says of a job while it works: the entries of the job's journal."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

from worker.contract.errors import JobError
from worker.contract.status import AudioStatus, JobStatus


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The job began or ended.

    Attributes:
        error: Why it failed.
        engine: What makes the music, where the worker says so as it begins: the same engine makes the same of a spec.
    """

    status: JobStatus
    error: JobError | None = None
    warnings: tuple[str, ...] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the music has come, of all parts together."""

    events: int
    music_seconds: float
    fraction: float


@dataclass(frozen=True, slots=True)
class ScorePart:
    """Who plays; `program` is General MIDI 0-127."""

    role: str
    program: int
    is_drum: bool


# Who plays the chords below a part where they are heard, right after it: the pad on which Magenta's renderer has them.
CHORDS: Final = ScorePart("chords", 88, is_drum=False)


@dataclass(frozen=True, slots=True)
class ScoreBegun:
    """What there is to know of a piece before its first note, the same in every run of the job."""

    qpm: float
    length_seconds: float
    parts: tuple[ScorePart, ...]


# Part (its place in the score), pitch, velocity, start_seconds, end_seconds.
Note = tuple[int, int, int, float, float]
# The same without its end.
BegunNote = tuple[int, int, int, float]


@dataclass(frozen=True, slots=True)
class NotesDecided:
    """Music that nothing can change any more: all that begins or ends before `until_seconds`.

    Attributes:
        first: How many notes this run has told before; the same seed gives the same notes in every run, however they
            are divided between entries.
        until_seconds: From the beginning of the piece; in the last entry it is the length of the piece.
        notes: Notes that have ended, by end, start, part and pitch, each told once.
        begun: Notes that have begun since the last entry and go on beyond `until_seconds`, by start, part and pitch.
    """

    first: int
    until_seconds: float
    notes: tuple[Note, ...]
    begun: tuple[BegunNote, ...]


@dataclass(frozen=True, slots=True)
class FileStored:
    """A result file is whole and in its place."""

    name: str
    media_type: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class AudioChanged:
    """Rendering ended well or badly; the piece itself is not touched by it."""

    status: AudioStatus
    error: JobError | None = None


Payload = StatusChanged | Progressed | ScoreBegun | NotesDecided | FileStored | AudioChanged

# What the database need not know: whoever listens reads the journal.
Fleeting = Progressed | ScoreBegun | NotesDecided

_KINDS: dict[str, type[Payload]] = {
    "status": StatusChanged,
    "progress": Progressed,
    "score": ScoreBegun,
    "notes": NotesDecided,
    "file": FileStored,
    "audio": AudioChanged,
}
_KIND_OF = {payload: kind for kind, payload in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class JobEvent:
    """One journal entry.

    Attributes:
        attempt: Which run of the job says so, from 1; a reader drops what a lower attempt says after a higher one.
        at_unix_seconds: The worker's clock.
    """

    job_id: str
    attempt: int
    at_unix_seconds: float
    payload: Payload

    @property
    def kind(self) -> str:
        return _KIND_OF[type(self.payload)]

    def to_fields(self) -> dict[str, str]:
        """The flat fields of a Redis stream entry."""
        return {
            "job_id": self.job_id,
            "attempt": str(self.attempt),
            "at": repr(self.at_unix_seconds),
            "kind": self.kind,
            "data": json.dumps(_plain(self.payload)),
        }

    @classmethod
    def from_fields(cls, fields: dict[str, str]) -> Self:
        payload = _payload(fields["kind"], json.loads(fields["data"]))
        return cls(fields["job_id"], int(fields["attempt"]), float(fields["at"]), payload)


def _plain(payload: Payload) -> dict[str, Any]:
    if isinstance(payload, NotesDecided):
        # There are many of them, and asdict copies every number.
        return {name: getattr(payload, name) for name in NotesDecided.__slots__}
    data = asdict(payload)
    error = getattr(payload, "error", None)
    if error is not None:
        data["error"] = error.to_json()
    return data


def _payload(kind: str, data: dict[str, Any]) -> Payload:
    if data.get("error") is not None:
        data["error"] = JobError.from_json(data["error"])
    match kind:
        case "status":
            data["status"], data["warnings"] = JobStatus(data["status"]), tuple(data["warnings"])
        case "score":
            data["parts"] = tuple(ScorePart(**part) for part in data["parts"])
        case "notes":
            data |= {name: tuple(map(tuple, data[name])) for name in ("notes", "begun")}
        case "audio":
            data["status"] = AudioStatus(data["status"])
    return _KINDS[kind](**data)
