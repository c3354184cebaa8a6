"""The answers of each operation, as the OpenAPI description lists them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from web.api.problems import MEDIA_TYPE
from web.api.serializers import CatalogueSerializer, JobSerializer, ProblemSerializer
from worker.contract.results import MEDIA_TYPES

JSON: Final = "application/json"

JOB: Final = OpenApiResponse(JobSerializer, "The job; poll while `Retry-After` is there.")
ACCEPTED: Final = OpenApiResponse(JobSerializer, "Accepted; `Location` is where to ask how it stands.")
CATALOGUE: Final = OpenApiResponse(CatalogueSerializer, "Styles in the order they are shown.")
FILE: Final[dict[Any, Any]] = {
    (status, media_type): OpenApiResponse(OpenApiTypes.BINARY, description)
    for status, description in ((200, "The file."), (206, "The part that was asked for."))
    for media_type in MEDIA_TYPES.values()
}

DOWNLOAD: Final = OpenApiParameter("download", str, enum=["1"], description="To be saved rather than shown.")
RANGE: Final = OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="One byte range.")


def problems(*statuses: int) -> dict[Any, Any]:
    """The refusals of an operation."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, HTTPStatus(status).phrase)
        for status in (*statuses, 500)
    }
