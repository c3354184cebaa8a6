"""Which of two versions of a model listeners like better."""
