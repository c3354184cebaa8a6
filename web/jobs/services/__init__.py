"""All that changes a job, one file each."""
