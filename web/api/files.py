"""`/api/v1/jobs/{id}/files/{name}`: a result file, whole or in part, and never half written."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.views import APIView

from web.api import schema
from web.api.conditional import has_current
from web.api.ranges import ByteRange, requested_range
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.jobs.models import ResultFile
from web.jobs.services.results import result_store
from web.limits.reads import charge_read
from worker.contract.results import MEDIA_TYPES

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request

logger = logging.getLogger(__name__)


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
    def get(self, request: Request, job_id: UUID, name: str) -> HttpResponse:
        if name not in MEDIA_TYPES:
            raise Http404
        file = get_object_or_404(ResultFile.objects.select_related("job"), job_id=job_id, name=name)
        headers = _headers(file, as_attachment=_is_download(request))
        if has_current(request, headers["ETag"]):
            return HttpResponse(status=304, headers=headers)
        charge_read(request)
        whole = ByteRange(0, file.bytes, file.bytes)
        part = _range(request, file, headers["ETag"])
        content = _read(file, part or whole)
        if part is None:
            return HttpResponse(content, content_type=file.media_type, headers=headers)
        headers["Content-Range"] = part.content_range
        return HttpResponse(content, content_type=file.media_type, status=206, headers=headers)


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


def _headers(file: ResultFile, *, as_attachment: bool) -> dict[str, str]:
    left = max(0, int((file.job.expires_at - timezone.now()).total_seconds()))
    return {
        "ETag": f'"{file.sha256}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={left}, immutable",
        "Content-Disposition": content_disposition_header(as_attachment, _filename(file)) or "inline",
    }


def _filename(file: ResultFile) -> str:
    resolved = file.job.resolved
    return f"{resolved['style']}-{resolved['type']}-{resolved['seed']}{Path(file.name).suffix}"


def _read(file: ResultFile, part: ByteRange) -> bytes:
    """Reads a part; a file of another size is another run's, which web is about to hear of."""
    path = result_store().path(str(file.job_id), file.attempt, file.name)
    try:
        with path.open("rb") as stored:
            if os.fstat(stored.fileno()).st_size != file.bytes:
                raise FileUnavailable
            stored.seek(part.start)
            return stored.read(part.end - part.start)
    except OSError as error:
        logger.exception("cannot read %s of job %s", file.name, file.job_id)
        raise FileUnavailable from error
