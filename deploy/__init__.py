"""How Cadenza is run: on one machine (`local`), in containers (`images`)."""
