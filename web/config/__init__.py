"""How web is set up: the environment, Django's settings, the broker and Redis connections."""
