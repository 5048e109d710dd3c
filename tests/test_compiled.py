"""The quotes room compiled: the same quotes, never of other sources, and it goes as it came."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOUND = """
import sys
from pathlib import Path
from yulu.reading.article import load
from yulu.quotes import extract, reader
print(Path(reader.__file__).suffix)
for path in sorted(Path(sys.argv[1]).rglob("*.*")):
    article = load(path)
    for quote in extract(article.paragraphs, article.headings) if hasattr(article, "paragraphs") else ():
        print(quote)
"""


def found(folder: Path) -> tuple[str, list[str]]:
    """What the code in a folder is imported from, and the quotes it finds in the samples."""
    run = subprocess.run(
        [sys.executable, "-c", FOUND, str(ROOT / "samples")],
        env=os.environ | {"PYTHONPATH": str(folder), "PYTHONWARNINGS": "ignore"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    suffix, *quotes = run.stdout.splitlines()
    return suffix, quotes


@pytest.mark.skipif(not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler")
def test_compiled_quotes_are_the_same_and_can_be_taken_back(tmp_path: Path) -> None:
    for folder in ("yulu", "scripts"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.so"))
    script = [sys.executable, "scripts/compile_quotes.py", "--packages", str(tmp_path)]
    quick = os.environ | {"MYPYC_OPT_LEVEL": "0"}
    interpreted = found(tmp_path)
    subprocess.run(script, cwd=tmp_path, env=quick, check=True, capture_output=True)
    compiled = found(tmp_path)
    source = tmp_path / "yulu" / "quotes" / "rules.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    changed = found(tmp_path)
    subprocess.run([*script, "--undo"], cwd=tmp_path, check=True)
    assert (interpreted[0], compiled[0]) == (".py", ".so")
    assert len(interpreted[1]) > 50
    assert compiled[1] == interpreted[1]
    assert changed == interpreted, "what was compiled of other sources was used"
    assert found(tmp_path) == interpreted
    assert not list(tmp_path.glob("*__mypyc.*"))
