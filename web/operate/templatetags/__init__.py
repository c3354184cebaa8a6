"""Template tags of the operator's word."""
