"""What other parts of web may want to know of jobs."""

from __future__ import annotations

from django.dispatch import Signal

# Jobs were accepted: `jobs`, sent within the transaction that makes them.
jobs_made = Signal()
# A job's status changed: `job_id`, `status` and `at`, sent within the transaction that changes it.
job_moved = Signal()
