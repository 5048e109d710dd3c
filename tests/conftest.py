"""Shared fixtures: the publication as it is served, with a small invented press in it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import press
import pytest
import yaml
from datasette.app import Datasette

from yulu.build import build, publish

ROOT = Path(__file__).parents[1]
SERVED = ("metadata.yml", "settings.json", "plugins", "templates", "static", "CHANGELOG.md", "CITATION.cff")


def configured(folder: Path) -> Path:
    for name in SERVED:
        (folder / name).symlink_to(ROOT / name)
    return folder


def published(folder: Path) -> Path:
    """A folder that `datasette serve .` serves, with the real configuration and the whole press."""
    configured(folder)
    press.build(folder / "news.db.new")
    publish(folder / "news.db.new", folder / "news.db")
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def served(site: Path) -> Datasette:
    return Datasette(config_dir=site)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Datasette:
    """What a reader gets without articles of their own: the samples, built and served."""
    folder = configured(tmp_path_factory.mktemp("samples"))
    build([ROOT / "samples"], folder / "news.db", jobs=1, progress=False)
    return Datasette(config_dir=folder)


@pytest.fixture
def db(site: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(site / "news.db")
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def metadata() -> dict:
    return yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
