"""The pages, the API and the admin; the only house that reads and writes the database.

Of the worker it knows `worker.contract` alone.
"""
