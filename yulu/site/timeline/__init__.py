"""The news day by day."""
