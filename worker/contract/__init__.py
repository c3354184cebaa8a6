"""The worker's front door: all that web may know of it, and all that a message between them carries.

Imports neither Django nor Celery nor TensorFlow nor anything else of the worker.
"""
