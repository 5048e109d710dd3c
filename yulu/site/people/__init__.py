"""Who is quoted, and who quotes."""
