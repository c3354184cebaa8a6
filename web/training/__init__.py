"""Training runs that an operator registers in the admin, each with its card and curve, to be compared."""
