"""The address of blind listening."""

from __future__ import annotations

from django.urls import path

from web.experiments.views import compare

urlpatterns = [path("compare/<str:token>", compare, name="compare")]
