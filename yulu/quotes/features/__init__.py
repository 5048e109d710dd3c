"""What the models decide by, in the field's terms: one row of numbers a candidate, the columns named beside it."""
