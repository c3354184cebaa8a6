"""The images' own steps, performed in bare Debian roots where there is no Docker engine."""
