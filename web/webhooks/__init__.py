"""Webhooks: what is told of a job, to whom, and the process that sends it."""
