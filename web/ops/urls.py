"""The addresses of the probes."""

from __future__ import annotations

from django.urls import path

from web.ops.health import healthz, readyz
from web.ops.metrics import metrics

app_name = "ops"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
