"""Shared fixtures: the publication as it is served, with a small invented press in it."""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import press
import pytest
import yaml
from datasette.app import Datasette
from hypothesis import HealthCheck, settings
from page_types import DESK, PAGES, page_address

from yulu.build import build
from yulu.publishing import publish
from yulu.site.delivery import forget_pages

# No test may depend on how busy the machine is.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

ROOT = Path(__file__).parents[1]
SERVED = ("metadata.yml", "settings.json", "plugins", "templates", "static", "CHANGELOG.md", "CITATION.cff")
CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


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


# Tests that start many builds or a cluster as processes, make a large database, or weigh the work of hundreds
# of texts: half of the time of all.
SLOW = ("builds", "cluster", "large_database", "linear", "takedown")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem.removeprefix("test_") in SLOW:
            item.add_marker(pytest.mark.slow)
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def pages_made_anew() -> None:
    """A test may change the code; pages are kept as long as the database is the same."""
    forget_pages()


def built_once(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], object]) -> Path:
    """A folder that is filled once a run: the processes that tests run in share it."""
    base = factory.getbasetemp()
    common = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = common / name
    with (common / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            partly = Path(tempfile.mkdtemp(dir=common))
            fill(partly)
            partly.rename(folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The press, built and ready to be served. Tests that change it take a copy."""
    return built_once(tmp_path_factory, "site", published)


@pytest.fixture(scope="session")
def served(site: Path) -> Datasette:
    return Datasette(config_dir=site)


@pytest.fixture(scope="session")
def built_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, built. Tests that change them take a copy."""

    def fill(folder: Path) -> None:
        build([ROOT / "samples"], folder / "news.db", jobs=1, progress=False)

    return built_once(tmp_path_factory, "samples", fill)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, built_samples: Path) -> Datasette:
    """What a reader gets without articles of their own: the samples, served."""
    folder = shutil.copytree(built_samples, tmp_path_factory.mktemp("samples"), dirs_exist_ok=True)
    return Datasette(config_dir=configured(folder))


@pytest.fixture
def db(site: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(site / "news.db")
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def metadata() -> dict:
    return yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def paths(site: Path) -> dict[str, str]:
    """The address of one page of each type."""
    with sqlite3.connect(site / "news.db") as connection:
        return {name: page_address(connection, name) for name in PAGES}


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of a folder, as `datasette serve .` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                urlopen(f"{url}/-/versions.json").close()
                break
            except URLError:
                assert server.poll() is None, "the server did not start"
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def address(site):
    """A server of the publication."""
    with serving(site) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: apt install chromium")
    # Imported here: while it runs it holds an event loop, which asynchronous tests cannot share.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser, address):
    """Opens a page of the publication; what the browser complained about is in `complaints`."""
    contexts = []

    def open_page(path, width=DESK, scheme="light", **more):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=address, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
