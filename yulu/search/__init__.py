"""Search that understands Chinese: what is typed, where it is found, and how it is shown."""

from yulu.search.excerpt import Segment, excerpt
from yulu.search.query import LONGEST, Query, match_expression, parse

__all__ = ["LONGEST", "Query", "Segment", "excerpt", "match_expression", "parse"]
