"""What the API would refuse with a problem, said to people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, Self

from django.shortcuts import render

from web.api.exceptions import problem_of
from web.pages.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from web.api.problems import Problem

P = ParamSpec("P")

# A code or a status that says what to do, by the key of its words; else by whose fault it is.
_CODES: Final = {"queue_full": "busy", "too_many_jobs": "too_many_jobs"}
_KINDS: Final = {404: "gone", 422: "refused", 429: "too_many"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A title, and a sentence, or one for each field that is wrong."""

    problem: Problem
    headers: dict[str, str]
    title: str
    detail: str

    @classmethod
    def of(cls, error: Exception) -> Self:
        """What to say of `error`.

        Raises:
            Exception: That same error, where nobody foresaw it.
        """
        problem = problem_of(error)
        if problem.status == 500:
            raise error
        headers: dict[str, str] = problem.headers() | getattr(error, "headers", {})
        kind, seconds = _kind(problem), headers.get("Retry-After")
        detail = "" if problem.errors else say(f"{kind}_detail", detail=problem.detail, seconds=seconds)
        return cls(problem, headers, say(f"{kind}_title"), detail)

    @property
    def fields(self) -> dict[str, str]:
        """What is wrong with each field, by its name."""
        return {error.pointer.removeprefix("#/"): error.detail for error in self.problem.errors}

    def answer(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A page that says so."""
        response = render(request, template, {"refusal": self, **context}, status=self.problem.status)
        for name, value in self.headers.items():
            response.headers[name] = value
        return response


def in_words(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view whose refusals are pages."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            return Refusal.of(error).answer(request, "pieces/refused.html")

    return answered


def _kind(problem: Problem) -> str:
    kind = _KINDS.get(problem.status, "unavailable" if problem.status >= 500 else "refused")
    return _CODES.get(problem.code, kind)
