"""What listeners think of pieces: stars and a few words."""
