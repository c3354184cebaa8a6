"""Asks for a piece in the name of whoever posted a form, and leads to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse

from web.api.job_request import read_job_request
from web.api.make import make
from web.jobs.services.load import Asker
from web.limits.caller import caller_of
from web.limits.client import client_of, issue, new_client

if TYPE_CHECKING:
    from django.http import HttpRequest


class SeeOther(HttpResponseRedirect):
    """To be fetched with GET, whatever was posted here."""

    status_code = 303


def compose(request: HttpRequest, body: dict[str, Any]) -> SeeOther:
    """Makes the jobs of a request as the API takes it; leads to the first.

    Raises:
        RequestRefusedError: Names every field that is wrong; and what `make` raises.
    """
    asker = Asker(client_of(request) or new_client(), caller_of(request).network)
    jobs, _ = make(request, read_job_request(body), asker)
    response = SeeOther(reverse("piece", args=[jobs[0].pk]))
    issue(response, request, asker.client)
    return response
