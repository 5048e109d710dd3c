"""The same words in several articles: the page of a statement."""
