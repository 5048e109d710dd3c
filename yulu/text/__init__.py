"""What a text is made of: script, width, characters, shingles. Knows nothing of news."""
