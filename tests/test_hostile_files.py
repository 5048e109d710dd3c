"""Anyone may feed files: none stops a build, takes long, or touches the articles beside it."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from yulu.build import build
from yulu.extraction import NOT_LOOKED_FOR, find, load
from yulu.model import Article, Skipped
from yulu.processor_time import TooSlow, processor_time

HEADER = "---\ntitle: 桥\ndate: 2031-05-04 10:00:00\n---\n"


def file(folder: Path, content: str | bytes, name: str = "article.md") -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return path


def yaml(lines: str) -> str:
    return f"---\n{lines}\n---\n桥通车了。\n"


BOMB = "\n".join(
    ["a0: &a0 [桥, 桥]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
)
MERGED = "\n".join(
    ["m0: &m0 {k: v}", *(f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in range(1, 30))]
)
HEADERS = {
    "a key called self": "title: 桥\nself: 1",
    "a key called content": "title: 桥\ncontent: x\nhandler: y\nmetadata: z",
    "keys that are no words": "title: 桥\n1: 2\n[a]: b\n? {x: y}\n: z",
    "an alias of an alias": f"title: 桥\n{BOMB}\ntags: *a29",
    "merged without end": f"title: 桥\n{MERGED}",
    "a list within itself": "title: 桥\ntags: &a [*a]",
    "lists in lists": "title: 桥\ntags: " + "[" * 3000 + "]" * 3000,
    "maps in maps": "title: 桥\ntags: " + "{a: " * 1500 + "1" + "}" * 1500,
    "a long number": "title: 桥\ndate: " + "9" * 5000,
    "no such day": "title: 桥\ndate: 2031-02-31 25:61:61",
    "a day before all others": "title: 桥\ndate: 0001-01-01 00:00:00 +23:59",
    "an object": "title: 桥\ntags: !!python/object/apply:os.system ['true']",
    "a binary": "title: 桥\nauthor: !!binary gA==",
    "tabs": "title: 桥\n\tauthor:\t x",
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_hostile_header_leaves_the_article(tmp_path, name):
    found = load(file(tmp_path, yaml(HEADERS[name])))
    assert isinstance(found, Article), found
    assert found.title == "桥" and found.paragraphs == ("桥通车了。",)


SKIPPED = {
    "too large": (b"\xe6\xa1\xa5" * 7_000_000, "too-large"),
    "a million deep": (HEADER + "<div>" * 1_000_000 + "桥。", "too-complex"),
    "three hundred deep": (HEADER + "<div>" * 300 + "桥。", "too-complex"),
    "a million paragraphs": (HEADER + "桥。\n\n" * 1_000_000, "too-complex"),
    "another encoding": ("桥通车了。".encode("gb18030"), "not-utf8"),
    "a lone surrogate": (HEADER + "桥\ud800。", "not-utf8"),
    "nothing": (b"", "no-title"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not-utf8"),
}


@pytest.mark.parametrize("name", SKIPPED)
def test_what_is_no_article_is_skipped_with_a_reason(tmp_path, name):
    content, reason = SKIPPED[name]
    found = load(file(tmp_path, content))
    assert isinstance(found, Skipped) and found.reason == reason
    assert found.detail and "Error" not in found.detail


CROWDED = {"many cues": "他说，桥通车了。" * 6_000, "much text": "桥通车了，" * 70_000}


@pytest.mark.parametrize("name", CROWDED)
def test_what_has_more_than_any_article_is_kept_without_its_quotes(tmp_path, name):
    found = load(file(tmp_path, HEADER + CROWDED[name]))
    assert isinstance(found, Article) and found.paragraphs == (CROWDED[name],) and not found.quotes
    assert found.error and found.error.startswith(NOT_LOOKED_FOR)


def test_a_file_that_cannot_be_read_is_skipped_with_a_reason(tmp_path):
    found = load(tmp_path / "gone.md")
    assert isinstance(found, Skipped) and found.reason == "unreadable"
    assert str(tmp_path) not in found.detail


def test_only_files_are_found(tmp_path):
    """Neither what never ends nor what leads round in circles; names may be anything."""
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "circle.md").symlink_to(tmp_path / "circle.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    names = ["line\nbreak.md", "..md.md", "-rf.md", "\u202egnp.md", "$(true).md", os.fsdecode(b"\xff.md")]
    for name in names:
        file(tmp_path, HEADER + "桥。", name)
    assert sorted(found.path.name for found in find([tmp_path])) == sorted(names)


ROWS = """
select articles.id, articles.title, quotes.id, quotes.text
from articles join quotes on quotes.article_id = articles.id order by 1, 3"""


def test_the_articles_beside_hostile_files_are_as_if_these_were_not_there(tmp_path):
    good, both = tmp_path / "good", tmp_path / "both"
    for folder in (good, both):
        folder.mkdir()
        for n in range(3):
            file(folder, f"---\ntitle: 第{n}座桥\n---\n市长顾明岚说：“第{n}座桥通车了。”\n", f"{n}.md")
    for n, name in enumerate(SKIPPED):
        if name not in ("too large", "a million deep", "a million paragraphs"):
            file(both, SKIPPED[name][0], f"hostile{n}.md")
    for n, name in enumerate(HEADERS):
        file(both, HEADERS[name].replace("title: 桥\n", "") + "\n", f"yaml{n}.txt")
    rows = []
    for folder in (good, both):
        build([folder], folder / "news.db", jobs=1, progress=False)
        with sqlite3.connect(folder / "news.db") as connection:
            rows.append(connection.execute(ROWS).fetchall())
    assert len(rows[0]) == 3 and rows[0] == [row for row in rows[1] if "座桥" in row[1]]


def test_what_takes_too_much_of_the_processor_is_stopped():
    with pytest.raises(TooSlow), processor_time(0.2):
        while True:
            pass
    with processor_time(0.2):
        pass


MEMORY = """
import resource, sys
from pathlib import Path
from yulu.extraction import load
load(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
load(Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(
    "content", ["<p>" * 99_000, "<b>桥</b>" * 49_000, "<a b=c d=e>桥" * 99_000, "桥" * 2_000_000]
)
def test_memory_is_bounded_by_the_size_of_the_file(tmp_path, content):
    small, large = file(tmp_path, HEADER + "桥。", "small.md"), file(tmp_path, HEADER + content, "large.md")
    command = [sys.executable, "-c", MEMORY, str(small), str(large)]
    kilobytes = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert kilobytes * 1024 < 10 * large.stat().st_size + 200_000_000
