"""A second reader: a language model, or anybody, reads doubtful quotes again and answers with verdicts."""
