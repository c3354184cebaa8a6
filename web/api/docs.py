"""The API's own description, as OpenAPI 3.1 and as a page that asks no other host for anything."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.response import Response
from rest_framework.views import APIView

if TYPE_CHECKING:
    from rest_framework.request import Request

# What makes the description cannot be run by two threads at once.
_MAKING: Final = Lock()


@cache
def _description() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return made


class SchemaView(APIView):
    renderer_classes = [OpenApiJsonRenderer2]  # noqa: RUF012

    @extend_schema(exclude=True)
    def get(self, _request: Request) -> Response:
        with _MAKING:
            return Response(_description())


class DocsView(SpectacularSwaggerSplitView):
    url_name = "api:openapi"
    template_name = "api/docs.html"
