"""The addresses of version 1."""

from __future__ import annotations

from django.urls import path

from web.api.catalogue import CatalogueView
from web.api.docs import DocsView, SchemaView
from web.api.events import EventsView
from web.api.files import FileView
from web.api.job import CancelView, JobView
from web.api.jobs import JobsView
from web.api.queue import QueueView

app_name = "api"

urlpatterns = [
    path("jobs", JobsView.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>", JobView.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel", CancelView.as_view(), name="cancel"),
    path("jobs/<uuid:job_id>/events", EventsView.as_view(), name="events"),
    path("jobs/<uuid:job_id>/files/<str:name>", FileView.as_view(), name="file"),
    path("catalogue", CatalogueView.as_view(), name="catalogue"),
    path("queue", QueueView.as_view(), name="queue"),
    path("openapi.json", SchemaView.as_view(), name="openapi"),
    path("docs", DocsView.as_view(), name="docs"),
]
