"""What an installed package must carry, wherever it is installed from."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_file_that_is_no_module_travels_with_the_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["yulu"]
    packed = {path for pattern in patterns for path in (ROOT / "yulu").glob(pattern)}
    files = (
        path for path in (ROOT / "yulu").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    assert {path for path in files if path.suffix != ".py"} <= packed


def test_the_image_carries_what_the_pages_read() -> None:
    image = (ROOT / "deploy/Dockerfile").read_text("utf-8")
    for needed in ("benchmarks/accuracy.json", "benchmarks/second_reading.json", "libgomp1", "templates"):
        assert needed in image
