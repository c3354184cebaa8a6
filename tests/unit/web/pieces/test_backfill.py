"""Jobs from before there were share ids."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE, AFTER = [("jobs", "0003_audio_on_request")], [("jobs", "0004_share_id")]


def migrate(target: list[tuple[str, str]]) -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection)


@pytest.mark.django_db(transaction=True)
def test_each_is_given_one_of_its_own() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    try:
        old = migrate(BEFORE).loader.project_state(BEFORE).apps.get_model("jobs", "Job")
        now = timezone.now()
        times = {"created_at": now, "deadline_at": now, "expires_at": now}
        for _ in range(3):
            old.objects.create(status="succeeded", request={}, resolved={}, spec={}, **times)
        new = migrate(AFTER).loader.project_state(AFTER).apps.get_model("jobs", "Job")
        given = list(new.objects.values_list("share_id", flat=True))
        assert len(set(given)) == 3
        assert all(len(share_id) == 16 for share_id in given)
    finally:
        migrate(latest)
