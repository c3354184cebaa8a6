"""The API's own description, as OpenAPI 3.1 and as a page that asks no other host for anything."""

from __future__ import annotations

from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView


class SchemaView(SpectacularJSONAPIView):
    renderer_classes = [OpenApiJsonRenderer2]  # noqa: RUF012


class DocsView(SpectacularSwaggerSplitView):
    url_name = "api:openapi"
    template_name = "api/docs.html"
