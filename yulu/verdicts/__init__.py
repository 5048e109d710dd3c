"""Corrections that last: what people and second readers say of quotes, applied in every build."""
