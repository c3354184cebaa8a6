"""The answers of each operation, as the OpenAPI description lists them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from web.api.problems import MEDIA_TYPE
from web.api.serializers import CatalogueSerializer, EventSerializer, JobSerializer, JobsSerializer, ProblemSerializer
from web.api.wait import MAX_WAIT_SECONDS
from worker.contract.results import MEDIA_TYPES, MIDI_NAME

JSON: Final = "application/json"

JOBS: Final = OpenApiResponse(JobsSerializer, "A page of jobs, newest first.")
MADE: Final = OpenApiResponse(JobSerializer, "Made while the caller waited, as it preferred.")
UNCHANGED: Final = OpenApiResponse(description="Nothing has changed.")
ERASED: Final = OpenApiResponse(description="Nothing is left of it.")
EVENTS: Final[dict[Any, Any]] = {
    (200, "text/event-stream"): OpenApiResponse(
        EventSerializer,
        "`status`, `progress`, `score`, `notes`, `file` and `audio`, each with one JSON object and the id to go on "
        "from, `reset` with the whole job where what came before is gone, and `done` when nothing more will come, upon "
        "which to close. `score` comes once, with `qpm`, `length_seconds` and `parts` (`role`, `program`, `is_drum`). "
        "`notes` has those that ended before `until_seconds` and cannot change any more, each once, by their ends, as "
        "`[part, pitch, velocity, start_seconds, end_seconds]`, of which `first` were told before; and in `begun`, "
        "without their ends, those that have begun since and go on. The last `notes` reaches to the end of the piece.",
    ),
    204: OpenApiResponse(description="Nothing more will come."),
}
JOB: Final = OpenApiResponse(JobSerializer, "The job; poll while `Retry-After` is there.")
ACCEPTED: Final = OpenApiResponse(JobSerializer, "Accepted; `Location` is where to ask how it stands.")
CATALOGUE: Final = OpenApiResponse(CatalogueSerializer, "Styles in the order they are shown.")
FILE: Final[dict[Any, Any]] = {
    (status, media_type): OpenApiResponse(OpenApiTypes.BINARY, description)
    for status, description in ((200, "The file."), (206, "The part that was asked for."))
    for media_type in MEDIA_TYPES.values()
}
ROLL: Final[dict[Any, Any]] = {(200, "image/svg+xml"): OpenApiResponse(OpenApiTypes.STR, "The picture.")}
PART: Final[dict[Any, Any]] = {(200, MEDIA_TYPES[MIDI_NAME]): OpenApiResponse(OpenApiTypes.BINARY, "The file.")}
AUDIO: Final = {key: response for key, response in FILE.items() if key[1] != MEDIA_TYPES[MIDI_NAME]}

DOWNLOAD: Final = OpenApiParameter("download", str, enum=["1"], description="To be saved rather than shown.")
IDEMPOTENCY_KEY: Final = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"},
    OpenApiParameter.HEADER,
    description="The caller's own name for this request: sent again within a day, it gives the same job.",
)
PREFER: Final = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="`wait=n` holds the answer up to n seconds, at most 30; `Preference-Applied` says so.",
)
WAIT: Final = OpenApiParameter(
    "wait",
    {"type": "integer", "minimum": 0, "maximum": MAX_WAIT_SECONDS},
    description="Seconds to hold the answer until something changes.",
)
IF_NONE_MATCH: Final = OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER, description="The last `ETag`.")
CURSOR: Final = OpenApiParameter("cursor", str, description="Of the page; `next` has it.")
PAGE_SIZE: Final = OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 50, "default": 20})
LAST_EVENT_ID: Final = OpenApiParameter(
    "Last-Event-ID", str, OpenApiParameter.HEADER, description="The last event that came; also as `last_event_id`."
)
RANGE: Final = OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="One byte range.")


def problems(*statuses: int) -> dict[Any, Any]:
    """The refusals of an operation."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, HTTPStatus(status).phrase)
        for status in (*statuses, 500)
    }
