"""The guides to the code: what they name is there."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
GUIDES = sorted((PROJECT / "docs").glob("*.md"))
FILE = re.compile(r"`([\w./-]+\.(?:py|yml|html))`|\]\(([\w./-]+\.md)")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_every_file_that_a_guide_names_is_there(guide: Path) -> None:
    rooms = ("yulu", "docs", "tests", "benchmarks", "plugins", "templates", "scripts", "deploy", ".")
    files = [path for room in rooms for path in (PROJECT / room).glob("**/*.*" if room != "." else "*.*")]
    there = {path.relative_to(PROJECT).as_posix() for path in files}
    named = {code or link for code, link in FILE.findall(guide.read_text(encoding="utf-8"))}
    missing = {
        name
        for name in named
        if not any(f"/{path}".endswith(f"/{name.removeprefix('../')}") for path in there)
    }
    assert missing == set()


def test_the_article_that_the_guide_walks_with_is_a_sample() -> None:
    text = (PROJECT / "docs" / "HOW_IT_WORKS.md").read_text(encoding="utf-8")
    [sample] = re.findall(r"`(samples/[^`]+\.md)`", text)
    assert (PROJECT / sample).exists()
