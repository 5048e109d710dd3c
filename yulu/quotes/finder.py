"""Many words found in one pass, the longest first."""

from collections.abc import Iterable, Iterator

import ahocorasick


class Finder:
    """Finds the words of a list in a text: from left to right, the longest at each place, without overlap."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word in words:
            self._automaton.add_word(word, len(word))
        self._automaton.make_automaton()

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of every word found. A finder without words finds nothing."""
        if len(self._automaton):
            for last, length in self._automaton.iter_long(text):
                yield last - length + 1, last + 1
