"""Many words found in one pass, the longest first."""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind


class Finder:
    """Finds the words of a list in a text: from left to right, the longest at each place, without overlap."""

    def __init__(self, words: Iterable[str]) -> None:
        # The table of a DFA is faster alone, but too large to stay in the processor's cache between texts.
        self._automaton = AhoCorasick(
            words, implementation=Implementation.ContiguousNFA, matchkind=MatchKind.LeftmostLongest
        )

    def find(self, text: str) -> list[tuple[int, int]]:
        """Start and end of every word found. A finder without words finds nothing."""
        return [(start, end) for _, start, end in self._automaton.find_matches_as_indexes(text)]
