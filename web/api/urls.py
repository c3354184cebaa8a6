"""The addresses of version 1."""

from __future__ import annotations

from django.urls import path

from web.api.audio import AudioView
from web.api.catalogue import CatalogueView
from web.api.docs import DocsView, SchemaView
from web.api.events import EventsView
from web.api.files import FileView
from web.api.heard import HeardView
from web.api.job import CancelView, JobView
from web.api.jobs import JobsView
from web.api.parts import PartView
from web.api.queue import QueueView
from web.api.rating import RatingView
from web.api.roll import RollView

app_name = "api"

urlpatterns = [
    path("jobs", JobsView.as_view(), name="jobs"),
    path("jobs/<uuid:job_id>", JobView.as_view(), name="job"),
    path("jobs/<uuid:job_id>/cancel", CancelView.as_view(), name="cancel"),
    path("jobs/<uuid:job_id>/events", EventsView.as_view(), name="events"),
    path("jobs/<uuid:job_id>/files/<str:name>", FileView.as_view(), name="file"),
    path("jobs/<uuid:job_id>/audio.<str:suffix>", AudioView.as_view(), name="audio"),
    path("jobs/<uuid:job_id>/parts/<int:place>.mid", PartView.as_view(), name="part"),
    path("jobs/<uuid:job_id>/roll.svg", RollView.as_view(), name="roll"),
    path("jobs/<uuid:job_id>/rating", RatingView.as_view(), name="rating"),
    path("jobs/<uuid:job_id>/heard", HeardView.as_view(), name="heard"),
    path("catalogue", CatalogueView.as_view(), name="catalogue"),
    path("queue", QueueView.as_view(), name="queue"),
    path("openapi.json", SchemaView.as_view(), name="openapi"),
    path("docs", DocsView.as_view(), name="docs"),
]
