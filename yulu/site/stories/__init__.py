"""Events and who told of them: the page of a story."""
