"""What can be played: styles and types, models and their versions, bundles with a card each.

Imports neither Django nor Celery nor TensorFlow.
"""
