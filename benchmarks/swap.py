"""What readers notice while a build swaps in: failed requests, and how long old pages are served.

    python benchmarks/swap.py [--seconds 20] [--rate 20] [--swaps 4]

Serves the samples, asks pages at a steady rate, and publishes a changed database several times meanwhile.
A page is old when it was asked for after a database was in its place and still shows the one before.
"""

import argparse
import asyncio
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import httpx

from yulu.build import build
from yulu.publishing import publish

ROOT = Path(__file__).parents[1]
SERVED = ("metadata.yml", "settings.json", "plugins", "templates", "static")
PAGES = ("/", "/news/quotes?_size=5", "/people", "/search?q=渡轮", "/news/articles?_size=5")
RENAME = "update articles set title = ? where id = (select max(id) from articles)"
TITLE = "/news/articles.json?_shape=array&_size=1&_sort_desc=id&_col=title"


def changed(db: Path, number: int) -> None:
    """Publish a copy in which the newest article is called by a number."""
    new = db.with_name("news.db.new")
    shutil.copyfile(db, new)
    with closing(sqlite3.connect(new)) as connection, connection:
        connection.execute(RENAME, (str(number),))
    publish(new, db)


async def ask(client: httpx.AsyncClient, path: str, failed: list[str]) -> httpx.Response | None:
    try:
        response = await client.get(path)
    except httpx.HTTPError as error:
        failed.append(f"{path}: {error!r}")
        return None
    if response.status_code != 200:
        failed.append(f"{path}: {response.status_code}")
    return response


async def measure(address: str, db: Path, seconds: int, rate: int, swaps: int) -> None:
    failed: list[str] = []
    old: list[float] = []
    published = [(0.0, "")]

    async def title(client: httpx.AsyncClient) -> None:
        asked, (since, expected) = time.perf_counter(), published[-1]
        response = await ask(client, TITLE, failed)
        if response and expected and response.status_code == 200 and response.json()[0]["title"] < expected:
            old.append(asked - since)

    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        tasks = []
        for n in range(seconds * rate):
            coroutine = title(client) if n % 2 else ask(client, PAGES[n // 2 % len(PAGES)], failed)
            tasks.append(asyncio.create_task(coroutine))
            if n % (seconds * rate // (swaps + 1)) == 0 and n:
                number = str(100 + len(published))
                await asyncio.to_thread(changed, db, int(number))
                published.append((time.perf_counter(), number))
            await asyncio.sleep(1 / rate)
        await asyncio.gather(*tasks)
    print(f"{len(tasks):,} requests, {len(published) - 1} swaps: {len(failed)} failed")
    print(f"old pages: {len(old)}, the last asked for {max(old, default=0):.2f} s after its swap")
    for line in failed[:10]:
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name, default in (("seconds", 20), ("rate", 20), ("swaps", 4)):
        parser.add_argument(f"--{name}", type=int, default=default)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in SERVED:
            (folder / name).symlink_to(ROOT / name)
        build([ROOT / "samples"], folder / "news.db", jobs=1, progress=False)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "datasette", "serve", place, "--port", str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(120):
                time.sleep(0.5)
                try:
                    httpx.get(f"{address}/-/versions.json")
                    break
                except httpx.HTTPError:
                    continue
            asyncio.run(measure(address, folder / "news.db", args.seconds, args.rate, args.swaps))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
