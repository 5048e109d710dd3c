"""Feeds files that nobody would publish, and counts what a build should not do with them.

    python benchmarks/hostile_files.py samples --number 100000 --jobs 2

Real files of a folder are cut, doubled and mixed with pieces that break readers; every tenth is one piece
again and again, every fiftieth made against one part of the reader: headers that unfold, elements in
elements, one line of 100 MB. A crash, an error of ours (reason `error`), more than 2 s of processor time a
megabyte (2 s for what is smaller) and more memory than ten times the file and 200 MB are faults; the exit
status is then 1.
"""

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from yulu.extraction import NOT_LOOKED_FOR, SUFFIXES, load
from yulu.model import Article, Skipped

PIECES = (
    *(
        "……",
        "说",
        "认为",
        "问：",
        "“",
        "”",
        "“”",
        "'\"。”、他说，",
        "：“",
        "《",
        "（",
        "）",
        "。",
        "，",
        "\n",
        "\n\n",
        " ",
        "\t",
    ),
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "<a href='",
        "<!--",
        "-->",
        "<![CDATA[",
        "<table><tr><td>",
        "<ul><li>",
    ),
    *(
        "<figure><img src=x>",
        "<figcaption>",
        "<script>",
        "<style>",
        "<title>",
        "<svg>",
        "<math>",
        "<select><option>",
    ),
    *(
        "<noscript>",
        "<",
        ">",
        "&",
        "&#x0;",
        "&#xd800;",
        "&amp;amp;",
        "\0",
        "\u202e",
        "\u200b",
        "\ufeff",
        "e\u0301\u0327",
    ),
    *(
        "---\n",
        "title: ",
        "tags: [",
        "self: 1\n",
        "a: &a [*a]\n",
        "<<: *a\n",
        "date: 0000-00-00\n",
        "- ",
        "[x](",
        "](",
        "# ",
    ),
    *(
        "<!--1600000000000-->",
        "©",
        "路透社/",
        "中央社記者",
        "2021年1月1日",
        "9" * 50,
        "javascript:",
        "data:",
        "../",
        "\r\n",
    ),
)
SMALL = 1_000_000  # bytes below which a file counts as a megabyte


def unfolding(levels: int) -> str:
    """A YAML list that is nine times as long with each level."""
    lines = ["a0: &a0 [桥, 桥]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join([*lines, f"tags: *a{levels - 1}"])


def merged(levels: int) -> str:
    """A YAML mapping that takes the one before in nine times."""
    lines = ["m0: &m0 {k: v}"]
    lines += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in range(1, levels)]
    return "\n".join(lines)


def aimed(chosen: random.Random) -> bytes:
    """A file that is made against one part of the reader, of a size from ten to a million."""
    size = 10 ** chosen.randrange(1, 7)
    head, text = "---\ntitle: 桥\n---\n", "桥通车了。"
    tag = chosen.choice(("div", "b", "p", "ul><li", "table><tr><td", "blockquote", "svg"))
    opened = head + f"<{tag}>" * size
    made: tuple[Callable[[], str], ...] = (
        lambda: opened + text,
        lambda: opened + text + f"</{tag.rpartition('<')[2]}>" * size,
        lambda: f"---\ntitle: 桥\n{unfolding(chosen.randrange(2, 60))}\n---\n{text}",
        lambda: f"---\ntitle: 桥\n{merged(chosen.randrange(2, 60))}\n---\n{text}",
        lambda: f"---\ntitle: 桥\ntags: {'[' * size}{']' * size}\n---\n{text}",
        lambda: f"---\ntitle: 桥\ntags: {'{a: ' * (size // 4)}1{'}' * (size // 4)}\n---\n{text}",
        lambda: f"---\ntitle: 桥\n{'x: 1' * size}\n---\n{text}",
        lambda: f"---\ntitle: 桥\ntags: &a [*a]\nself: 1\ndate: {'9' * size}\n---\n{text}",
        lambda: head + f"市长顾明岚说：“{text * size}”",
        lambda: head + "".join(chosen.choice("桥说“”，。\u202e\u200b\u0301") for _ in range(size)),
        lambda: head + "".join(chr(chosen.randrange(0x110000)) for _ in range(size)),
        lambda: head + "桥" * (size if chosen.random() < 0.9 else 33_000_000),
        lambda: "\0" * size,
        lambda: f"<!--1600000000000-->\n[{'桥' * size}]({'x' * size})\n------\n{text}",
    )
    whole = chosen.choice(made)().encode("utf-8", "surrogatepass")
    return chosen.randbytes(size) if chosen.random() < 0.05 else whole


@cache
def originals(folder: Path) -> list[str]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    return [
        path.read_text(encoding="utf-8", errors="replace")
        for path in random.Random(1).sample(paths, min(300, len(paths)))
    ]


def hostile(folder: Path, number: int) -> bytes:
    """The file of a number: the same every time."""
    chosen = random.Random(number)
    if number % 50 == 7:
        return aimed(chosen)
    if number % 10 == 0:
        size = chosen.choice((1_000, 20_000, 100_000, 400_000)) if number % 1000 else 3_000_000
        head = "---\ntitle: 桥\n---\n" if chosen.random() < 0.8 else ""
        pieces = [chosen.choice(PIECES) for _ in range(chosen.choice((1, 1, 2, 3)))]
        whole = "".join(pieces)
        return (head + whole * (size // len(whole))).encode("utf-8", "surrogatepass")
    text = chosen.choice(originals(folder))
    for _ in range(chosen.randrange(1, 12)):
        at = chosen.randrange(len(text) + 1)
        to = min(len(text), at + chosen.randrange(200))
        piece = chosen.choice(PIECES) * chosen.choice((1, 1, 2, 50, 1000))
        text = text[:at] + chosen.choice((piece, piece, text[at:to] * 3, "")) + text[to:]
    data = bytearray(text.encode(chosen.choice((*["utf-8"] * 30, "utf-16", "gb18030")), "replace"))
    if chosen.random() < 0.05:
        data[chosen.randrange(len(data))] = chosen.randrange(256)
    return bytes(data)


def tried(folder: Path, scratch: Path, number: int) -> tuple[int, str, list[str]]:
    """A number, what became of its file, and what is wrong with that."""
    data = hostile(folder, number)
    path = scratch / f"{number}.md"
    path.write_bytes(data)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = load(path)
    took = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    path.unlink()
    became = found.reason if isinstance(found, Skipped) else "article"
    if isinstance(found, Article) and found.error:
        became = "too much for quotes" if found.error.startswith(NOT_LOOKED_FOR) else "quotes failed"
    wrong = [became] * (became in ("error", "too-slow", "quotes failed"))
    wrong += [f"{took:.1f} s for {len(data):,} bytes"] * (took > 2 * max(1, len(data) / SMALL))
    wrong += [f"{grown:,} bytes of memory for {len(data):,}"] * (grown > 10 * len(data) + 200_000_000)
    return number, became, wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path("samples"))
    parser.add_argument("--number", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    numbers = range(arguments.first, arguments.first + arguments.number)
    became: Counter[str] = Counter()
    faults = 0
    began = time.monotonic()
    with TemporaryDirectory() as scratch, ProcessPoolExecutor(arguments.jobs) as pool:
        folders = [arguments.folder] * len(numbers), [Path(scratch)] * len(numbers)
        for number, what, wrong in pool.map(tried, *folders, numbers, chunksize=20):
            became[what] += 1
            faults += bool(wrong)
            if wrong:
                print(number, *wrong, sep="\t", flush=True)
    print(f"{len(numbers):,} files in {time.monotonic() - began:.0f} s: {dict(became)}; {faults} with faults")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
