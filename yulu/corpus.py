"""What only the whole corpus can tell."""

from collections.abc import Iterable

from yulu.model import Article, Skipped


def settle(articles: Iterable[Article]) -> tuple[list[Article], list[Skipped]]:
    return list(articles), []
