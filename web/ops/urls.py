"""The addresses of the probes."""

from __future__ import annotations

from django.urls import path

from web.ops.health import healthz, readyz

app_name = "ops"

urlpatterns = [path("healthz", healthz, name="healthz"), path("readyz", readyz, name="readyz")]
