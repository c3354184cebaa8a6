"""A network is uploaded, looked into by a real worker, played, and taken back."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from models_store.models import ModelStore
from tests.integration.operator import Operator, files_below

DATA = Path(__file__).parents[1] / "data"
SHIPPED = ModelStore().latest("drums_groove").version


@pytest.fixture(scope="module")
def operator(service) -> Operator:
    return Operator(service)


def test_a_bundle_that_magenta_wrote_is_inspected_activated_played_and_rolled_back(service, client, operator):
    page = operator.upload((DATA / "drum_kit.mag").read_bytes(), "drum_kit.mag", model_name="drums_groove")
    inspected = operator.page_with("Inspected:", page)
    assert "drum_kit" in inspected
    assert "<svg" in inspected
    model = operator.post(page.replace("change/", "activate/"))
    address = {name.lower(): value for name, value in model.headers.items()}["location"]
    assert f"drums_groove version {SHIPPED + 1}" in operator.get(address)
    job = client.create(style="drums", type="groove", length_seconds=6)
    assert job["resolved"]["parts"][0]["version"] == SHIPPED + 1
    assert client.finished(job)["status"] == "succeeded"
    back = re.findall(r'action="(/admin/catalogue/model/play/\d+/)"', operator.get(address))
    operator.post(back[-1])
    assert client.create(style="drums", type="groove", length_seconds=6)["resolved"]["parts"][0]["version"] == SHIPPED


def test_broken_files_are_rejected_with_the_reason_and_nothing_of_them_is_left(service, operator):
    before = files_below(Path(service.environment["UPLOADS_DIR"]))
    whole = (DATA / "basic_rnn.mag").read_bytes()
    damaged = bytearray(whole)
    damaged[20_000] ^= 1
    for content, reason in ((bytes(damaged), "checksum"), (whole[:5000], "not a Magenta bundle")):
        page = operator.upload(content, "broken.mag", model_name="broken")
        assert reason in operator.page_with("Rejected:", page)
    assert files_below(Path(service.environment["UPLOADS_DIR"])) == before
    service.assert_all_run()


def test_more_than_200_mb_are_refused_before_they_are_sent(service, operator):
    connection = http.client.HTTPConnection(urlsplit(service.url).netloc, timeout=30)
    connection.putrequest("POST", "/admin/uploads/upload/add/")
    connection.putheader("Content-Length", str(300 << 20))
    connection.putheader("Cookie", operator.cookies)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
