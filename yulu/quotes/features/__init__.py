"""What the models decide by, in the field's terms: a row of numbers a candidate, its columns named."""
