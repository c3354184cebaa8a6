"""`/api/v1/jobs/{id}/rating`, and the same of a piece that was shared: what one caller thinks of a piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.api.fields import TextField, WholeField
from web.api.representation import time_json
from web.api.strict import StrictSerializer, field_errors
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.jobs.models import Job
from web.limits.client import client_of, issue, new_client
from web.limits.reads import charge_read
from web.limits.throttle import charge_rating
from web.ratings.limits import MAX_COMMENT_CHARACTERS, STARS
from web.ratings.ratings import Opinion, rate, rating_of, take_back
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from rest_framework.request import Request

    from web.ratings.models import Rating

_NOT_READ: Final = (404, 429, 503)
_NOT_GIVEN: Final = (400, 404, 409, 413, 415, 422, 429, 503)
_PRIVATE: Final = {"Cache-Control": "private, no-store", "Vary": "Cookie, Authorization"}


class CommentField(TextField):
    """May be empty, which is the same as none."""

    def __init__(self) -> None:
        super().__init__(MAX_COMMENT_CHARACTERS, "In a few words.", required=False)
        self.allow_blank = True


class OpinionSerializer(StrictSerializer[Opinion]):
    stars = WholeField(STARS, "From 1, bad, to 5, good.", required=True)
    comment = CommentField()


class RatingSerializer(serializers.Serializer["Rating"]):
    stars = serializers.IntegerField(min_value=STARS.minimum, max_value=STARS.maximum)
    comment = serializers.CharField(max_length=MAX_COMMENT_CHARACTERS, allow_blank=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class NothingToRate(APIException):
    """The job has no piece, or none yet."""

    status_code = 409
    default_code = "nothing_to_rate"
    default_detail = "Only a piece that succeeded can be rated."


class OneRatingView(APIView):
    """The caller's own rating of the one job that the address names.

    Attributes:
        named_by: The job's field that is in the address.
    """

    named_by: ClassVar[str]

    def get(self, request: Request, **_address: Any) -> Response:
        charge_read(request)
        rating = rating_of(self._job(), client_of(request))
        if rating is None:
            raise Http404
        return Response(_json(rating), headers=_PRIVATE)

    def put(self, request: Request, **_address: Any) -> Response:
        opinion, job = _opinion(request.data), self._job()
        if job.status != JobStatus.SUCCEEDED:
            raise NothingToRate
        charge_rating(request)
        client = client_of(request) or new_client()
        response = Response(_json(rate(job, client, opinion)), headers=_PRIVATE)
        issue(response, request, client)
        return response

    def delete(self, request: Request, **_address: Any) -> Response:
        charge_read(request)
        take_back(self._job(), client_of(request))
        return Response(status=204)

    def _job(self) -> Job:
        (value,) = self.kwargs.values()
        return get_object_or_404(Job, **{self.named_by: value})


def _described(what: str, whose: str) -> Any:
    """The description of the three, which are of a piece or of one that was shared."""
    rating = {200: OpenApiResponse(RatingSerializer, "The caller's own rating.")}
    read, given = (rating | schema.problems(*refused) for refused in (_NOT_READ, _NOT_GIVEN))
    return extend_schema_view(
        get=extend_schema(
            operation_id=f"read_{what}_rating", summary=f"See one's own rating of {whose}", responses=read
        ),
        put=extend_schema(
            operation_id=f"rate_{what}", summary=f"Rate {whose}", request=OpinionSerializer, responses=given
        ),
        delete=extend_schema(
            operation_id=f"erase_{what}_rating",
            summary=f"Take back one's rating of {whose}",
            responses={204: schema.ERASED, **schema.problems(*_NOT_READ)},
        ),
    )


@_described("job", "a piece")
class RatingView(OneRatingView):
    named_by = "pk"


@_described("shared", "a piece that was shared")
class SharedRatingView(OneRatingView):
    """For those who were given no more than the share id."""

    named_by = "share_id"


def _opinion(data: object) -> Opinion:
    if not isinstance(data, dict):
        raise RequestRefusedError(FieldError("#", "not_an_object", "The body must be a JSON object.", given=data))
    serializer = OpinionSerializer(data=data)
    if not serializer.is_valid():
        raise RequestRefusedError(*field_errors(serializer, serializer.errors, data))
    return Opinion(serializer.validated_data["stars"], serializer.validated_data.get("comment") or "")


def _json(rating: Rating) -> dict[str, Any]:
    return {
        "stars": rating.stars,
        "comment": rating.comment,
        "created_at": time_json(rating.created_at),
        "updated_at": time_json(rating.updated_at),
    }
