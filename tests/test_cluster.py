"""More than one machine: a Dask cluster reads the files, from a disk or from S3, and may lose workers."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from distributed import LocalCluster
from ferries import articles, content
from moto.server import ThreadedMotoServer

from yulu import dependencies
from yulu.build import BuildError, build
from yulu.extraction import ExtractionError
from yulu.extracts import cluster, mirror, places
from yulu.extracts.cluster import Cluster
from yulu.extracts.mirror import Mirror
from yulu.extracts.work import Processes

PIECE = 10  # files, so that there are many pieces


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """An S3 server, to which this process and those that it starts turn."""
    server = ThreadedMotoServer(port=0)
    server.start()
    address, port = server.get_host_and_port()
    account = {
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (account | {"AWS_ENDPOINT_URL": f"http://{address}:{port}"}).items():
            patch.setenv(name, value)
        fsspec.filesystem("s3").mkdir("news")
        yield "s3://news"
    server.stop()


@pytest.fixture(scope="module")
def two(store: str) -> Iterator[LocalCluster]:
    """A cluster of two processes."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as there:
        yield there


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "FILES", PIECE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = articles(tmp_path_factory.mktemp("press") / "articles", 120)
    (folder / "broken.md").write_bytes(b"\xff\xfe\xfd")
    build([folder], folder.parent / "plain.db", jobs=1, progress=False)
    return folder


def parts(extracts: Path) -> list[Path]:
    return list(extracts.rglob("*.parquet"))


def kill_one(extracts: Path, there: LocalCluster) -> None:
    """As soon as something is done, one of the two is killed."""
    while not parts(extracts):
        time.sleep(0.01)
    os.kill(there.workers[0].process.pid, signal.SIGKILL)


def test_a_worker_is_killed_midway_and_the_database_is_the_same(folder, tmp_path, two):
    extracts, killed = tmp_path / "extracts", [nanny.process.pid for nanny in two.workers.values()]
    killer = threading.Thread(target=kill_one, args=(extracts, two))
    killer.start()
    with Cluster(two.scheduler_address) as workers:
        build([folder], tmp_path / "news.db", 1, False, mirror=Mirror(str(extracts), workers))
    killer.join()
    assert not Path(f"/proc/{killed[0]}").exists() and Path(f"/proc/{killed[1]}").exists()
    assert content(tmp_path / "news.db") == content(folder.parent / "plain.db")


def test_articles_and_extracts_in_s3_give_the_same_database(folder, tmp_path, two, store):
    fsspec.filesystem("s3").put(f"{folder}/", f"{store}/articles/", recursive=True)
    with Cluster(two.scheduler_address) as workers:
        extracts = Mirror(f"{store}/extracts", workers)
        build([f"{store}/articles"], tmp_path / "news.db", 1, False, mirror=extracts)
        assert build([f"{store}/articles"], tmp_path / "news.db", 1, False, mirror=extracts).unchanged
    assert content(tmp_path / "news.db") == content(folder.parent / "plain.db")


def test_an_object_that_the_store_calls_as_before_is_not_fetched(folder, tmp_path, store, monkeypatch):
    fetched: list[str] = []
    digests = places.digests
    monkeypatch.setattr(places, "digests", lambda some: fetched.extend(some) or digests(some))
    s3 = fsspec.filesystem("s3")
    s3.put(f"{folder}/", f"{store}/again/", recursive=True)
    extracts = Mirror(str(tmp_path / "extracts"), Processes(1))
    build([f"{store}/again"], tmp_path / "news.db", 1, False, mirror=extracts)
    assert len(fetched) == len(list(folder.iterdir()))
    fetched.clear()
    s3.pipe_file(f"{store}/again/000.md", (folder / "001.md").read_bytes())
    assert not build([f"{store}/again"], tmp_path / "news.db", 1, False, mirror=extracts).unchanged
    assert fetched == [f"{store}/again/000.md"]


@pytest.mark.parametrize("address", ["nonsense", "http://127.0.0.1:1", "tcp://127.0.0.1:1"])
def test_a_wrong_address_is_one_line(address, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 0.5)
    with pytest.raises(ExtractionError, match=f"^no Dask scheduler answers at {address}: [^\n]+$"):
        Cluster(address)


def test_a_cluster_without_workers_is_one_line(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK", 0.2)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0") as empty,
        Cluster(empty.scheduler_address, patience=0.5) as workers,
        pytest.raises(BuildError, match=r"^the cluster at \S+ has no workers$"),
    ):
        build([folder], tmp_path / "news.db", 1, False, mirror=Mirror(str(tmp_path / "extracts"), workers))


def test_a_cluster_that_goes_away_is_one_line_and_what_it_did_is_not_lost(folder, tmp_path):
    db, extracts = tmp_path / "news.db", tmp_path / "extracts"
    build([folder / "001.md"], db, jobs=1, progress=False)
    before = db.read_bytes()
    there = LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0")

    def end() -> None:
        while not parts(extracts):
            time.sleep(0.01)
        there.close()

    ending = threading.Thread(target=end)
    ending.start()
    with (
        Cluster(there.scheduler_address) as workers,
        pytest.raises(BuildError, match=r"^the cluster at \S+ is gone; what it did is kept$"),
    ):
        build([folder], db, 1, False, mirror=Mirror(str(extracts), workers))
    ending.join()
    assert db.read_bytes() == before and parts(extracts)


def test_workers_with_other_code_are_refused(folder, tmp_path, two, monkeypatch):
    monkeypatch.setattr(dependencies, "code", lambda: "other code")
    with (
        Cluster(two.scheduler_address) as workers,
        pytest.raises(
            BuildError, match="the workers have another version of Yulu, of Python or of a package"
        ),
    ):
        build([folder], tmp_path / "news.db", 1, False, mirror=Mirror(str(tmp_path / "extracts"), workers))
    assert not (tmp_path / "news.db").exists()
