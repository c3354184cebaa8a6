"""Lines that are logged while a job's page, file or answer is made say which job it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from worker.contract.logs import about, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


class JobOfRequest:
    """The outermost middleware but for what counts; routes that concern a job have its id as `job_id`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with about():
            return self._get_response(request)

    def process_view(self, _request: HttpRequest, _view: object, _arguments: object, named: dict[str, Any]) -> None:
        if "job_id" in named:
            note(job_id=str(named["job_id"]))
