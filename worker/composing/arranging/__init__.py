"""What is done to the notes of each part so that the parts of a piece fit together, and end."""
