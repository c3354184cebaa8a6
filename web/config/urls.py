"""Every address that web answers."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("admin/operations/", include("web.operate.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("web.api.urls")),
    path("language", set_language, name="set_language"),
    path("", include("web.ops.urls")),
    path("", include("web.pages.urls")),
    path("", include("web.pieces.urls")),
    path("", include("web.experiments.urls")),
]

handler400 = "web.api.django_errors.bad_request"
handler404 = "web.api.django_errors.not_found"
handler500 = "web.api.django_errors.server_error"
