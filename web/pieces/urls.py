"""The addresses of pieces: one's own by their ids, those that were shared by their share ids."""

from __future__ import annotations

from django.urls import path

from web.api.heard import SharedHeardView
from web.api.rating import SharedRatingView
from web.pieces.files import SharedFileView, SharedPictureView
from web.pieces.views.act import act
from web.pieces.views.mine import mine
from web.pieces.views.own import own
from web.pieces.views.share import share

urlpatterns = [
    path("p/<str:share_id>", share, name="shared"),
    path("p/<str:share_id>/roll.png", SharedPictureView.as_view(), name="shared-picture"),
    path("p/<str:share_id>/rating", SharedRatingView.as_view(), name="shared-rating"),
    path("p/<str:share_id>/heard", SharedHeardView.as_view(), name="shared-heard"),
    path("p/<str:share_id>/<str:name>", SharedFileView.as_view(), name="shared-file"),
    path("pieces", mine, name="pieces"),
    path("pieces/<uuid:job_id>", own, name="piece"),
    path("pieces/<uuid:job_id>/<slug:action>", act, name="act"),
]
