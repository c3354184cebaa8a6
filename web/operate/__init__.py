"""What an operator does in the admin: watches the service, sets its limits, drains its workers, lets people in."""
