"""Networks that an operator uploads in the admin: inspected by a worker, then played as versions of models."""
