"""What those who run Cadenza ask it: is it alive, is it ready."""
