"""From a job's change to the receiver's answer, one step a file."""
