"""A file -> an article: front matter, heading line, HTML."""
