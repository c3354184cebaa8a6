"""What waits: streams of events, long polls and `Prefer: wait`, natively async around Django, which answers all else.

Knows no database: whatever it must know of a job it asks Django by a request of its own, or reads in the job's journal.
"""
