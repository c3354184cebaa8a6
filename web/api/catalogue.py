"""`/api/v1/catalogue`: what can be asked for, with every limit and default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from web.api import schema
from web.api.representation import catalogue_json
from web.catalogue.services.playable import playable_styles
from web.limits.reads import charge_read

if TYPE_CHECKING:
    from rest_framework.request import Request


class CatalogueView(APIView):
    @extend_schema(
        operation_id="read_catalogue",
        summary="See what can be asked for",
        responses={200: schema.CATALOGUE, **schema.problems(429, 503)},
    )
    def get(self, request: Request) -> Response:
        charge_read(request)
        return Response(catalogue_json(playable_styles()), headers={"Cache-Control": "no-cache"})
