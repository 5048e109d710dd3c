"""Tables, ids, rows and the full-text index: the only room that writes SQL."""
