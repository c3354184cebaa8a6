"""A caller's own jobs, newest first, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response

from web.api.representation import job_json
from web.catalogue.refusal import FieldError, RequestRefusedError
from web.jobs.models import Job
from web.jobs.services.standing import Standing

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class JobPages(CursorPagination):
    """`next` leads on for as long as there is more."""

    ordering = ("-created_at", "id")
    page_size = 20
    max_page_size = 50

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get("page_size")
        if given is None:
            return self.page_size
        if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:9]) <= self.max_page_size:
            detail = f"page_size must be a whole number from 1 to {self.max_page_size}."
            raise RequestRefusedError(FieldError("?page_size", "invalid", detail, self.max_page_size, given))
        return int(given)


def own_jobs(request: Request, client: str | None, view: APIView | None = None) -> tuple[list[Job], str | None]:
    """A page of this client's jobs with their files, and the address of the following one; raises as below."""
    pages = JobPages()
    mine = Job.objects.filter(client=client).prefetch_related("files") if client else Job.objects.none()
    try:
        jobs = pages.paginate_queryset(mine, request, view) or []
    except (ValueError, OverflowError, ValidationError) as error:
        raise NotFound("The cursor is none that this list gave.") from error
    return jobs, pages.get_next_link()


def page_of_jobs(request: Request, client: str | None, view: APIView) -> Response:
    """Jobs of this client; none of anybody's where the caller has no token.

    Raises:
        NotFound: The cursor is none that an earlier page gave.
        RequestRefusedError: The page's size is out of bounds.
    """
    jobs, following = own_jobs(request, client, view)
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"} | (
        {"Link": f'<{following}>; rel="next"'} if following else {}
    )
    # Where each stands is told by each job's own address: here it would be a question per job.
    return Response({"jobs": [job_json(job, Standing()) for job in jobs], "next": following}, headers=headers)
