"""What can be asked for: styles, types, parts, models and their versions, as rows an operator edits."""
