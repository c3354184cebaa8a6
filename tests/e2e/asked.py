"""Pieces that a browser has asked for: through the API, with the browser's own cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

MAX_POLLS: Final = 60
SHORT: Final = {"style": "drums", "type": "groove", "length_seconds": 5, "seed": 7}


def composed(page: Page, url: str, **wishes: object) -> dict[str, Any]:
    """A short piece whose sound is there, as the API tells of it."""
    job: dict[str, Any] = page.request.post(f"{url}/api/v1/jobs", data={**SHORT, **wishes}).json()
    for _ in range(MAX_POLLS):
        if job["status"] == "succeeded" and job["audio"]["status"] != "pending":
            return job
        job = page.request.get(f"{url}{job['links']['self']}?wait=20").json()
    raise AssertionError(f"still {job['status']}, its audio {job['audio']['status']}")
