"""Every word list, loaded once."""
