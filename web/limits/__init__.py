"""Who asks, and how much one caller may ask for: nobody has an account, so addresses and signed tokens must do."""
