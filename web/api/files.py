"""`/api/v1/jobs/{id}/files/{name}`: a result file, whole or in part, and never half written."""

from __future__ import annotations

import logging
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from web.api import schema
from web.api.conditional import has_current
from web.api.long_file import LongFile
from web.api.ranges import ByteRange, requested_range
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.experiments.services.trials import note_deed
from web.jobs.models import ResultFile
from web.jobs.services.results import result_store
from web.limits.reads import charge_read
from worker.contract.results import MEDIA_TYPES

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponseBase
    from rest_framework.request import Request

    from web.jobs.models import Job

logger = logging.getLogger(__name__)

PART_BYTES: Final = 1024 * 1024


class FileUnavailable(APIException):
    """The file is listed, and cannot be read just now as it is listed."""

    status_code = 503
    default_code = "file_unavailable"
    default_detail = "The file cannot be read just now; try again soon."
    headers = {"Retry-After": "2"}  # noqa: RUF012


class FileView(APIView):
    @extend_schema(
        operation_id="read_file",
        summary="Fetch a result file",
        parameters=[schema.DOWNLOAD, schema.RANGE],
        responses={**schema.FILE, 304: None, **schema.problems(404, 416, 422, 429, 503)},
    )
    def get(self, request: Request, job_id: UUID, name: str) -> HttpResponseBase:
        if name not in MEDIA_TYPES:
            raise Http404
        file = get_object_or_404(ResultFile.objects.select_related("job"), job_id=job_id, name=name)
        return file_answer(request, file)


def file_answer(request: Request, file: ResultFile) -> HttpResponseBase:
    """The file or the part of it that is asked for, or that the client has it already.

    Raises:
        RequestRefusedError: `download` is ill-formed.
        RangeNotSatisfiable: There is no such part.
        RateLimited: The caller read too much.
        FileUnavailable: See there.
    """
    headers = _headers(request, file)
    if has_current(request, headers["ETag"]):
        return HttpResponse(status=304, headers=headers)
    charge_read(request)
    whole = ByteRange(0, file.bytes, file.bytes)
    part = _range(request, file, headers["ETag"])
    if part is not None:
        headers["Content-Range"] = part.content_range
    answer = _content(request, file, part or whole, status=200 if part is None else 206, headers=headers)
    if _is_download(request):
        note_deed(file.job_id, "was_downloaded")
    return answer


def content_disposition(request: Request, job: Job, name: str, part: str = "") -> str:
    """Whether a file of the job, or of a part of it, is to be shown or saved, and under which name.

    Raises:
        RequestRefusedError: `download` is ill-formed.
    """
    return content_disposition_header(_is_download(request), _filename(job, name, part)) or "inline"


def caching(job: Job) -> str:
    """`Cache-Control` of what never changes for as long as the piece is kept."""
    left = max(0, int((job.expires_at - timezone.now()).total_seconds()))
    return f"private, max-age={left}, immutable"


def read_whole(file: ResultFile) -> bytes:
    """All of a file.

    Raises:
        FileUnavailable: See there.
    """
    return _read(file, ByteRange(0, file.bytes, file.bytes))


def _is_download(request: Request) -> bool:
    given = request.query_params.get("download")
    if given not in {None, "1"}:
        raise RequestRefusedError(FieldError("?download", "invalid", "download must be 1, or left out.", 1, given))
    return given == "1"


def _range(request: Request, file: ResultFile, etag: str) -> ByteRange | None:
    """The part that is asked for; None where `If-Range` says that the client's other parts are of another file."""
    if request.headers.get("If-Range", etag) != etag:
        return None
    return requested_range(request.headers.get("Range"), file.bytes)


def _headers(request: Request, file: ResultFile) -> dict[str, str]:
    return {
        "ETag": f'"{file.sha256}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": caching(file.job),
        "Content-Disposition": content_disposition(request, file.job, file.name),
    }


def _filename(job: Job, name: str, part: str) -> str:
    words = (job.resolved[key] for key in ("style", "type", "seed"))
    return "-".join(str(word) for word in (*words, part) if word != "") + Path(name).suffix


def _content(request: Request, file: ResultFile, part: ByteRange, **described: Any) -> HttpResponseBase:
    """The first of it is read at once: where that fails, the answer is a problem."""
    described |= {"content_type": file.media_type}
    starts = range(part.start, part.end, PART_BYTES)
    parts = (_read(file, ByteRange(start, min(start + PART_BYTES, part.end), part.size)) for start in starts)
    first = next(parts, b"")
    described["headers"]["Content-Length"] = str(part.end - part.start)
    if len(starts) <= 1 or request.method == "HEAD":
        return HttpResponse(first, **described)
    return LongFile(chain([first], parts), **described)


def _read(file: ResultFile, part: ByteRange) -> bytes:
    """Reads a part; a file of another size is another run's, which web is about to hear of."""
    try:
        content, size = result_store().read(str(file.job_id), file.attempt, file.name, part.start, part.end)
    except OSError as error:
        logger.exception("cannot read %s of job %s", file.name, file.job_id)
        raise FileUnavailable from error
    if size != file.bytes:
        raise FileUnavailable
    return content
