"""Looking into networks that somebody uploaded, in a process that may die of them."""
