"""Pieces as what one keeps and shows: their pictures, their pages, and a way without any script."""
