"""The pages of pieces."""
