"""How many readers a served publication bears: requests a second, latency, errors, memory (needs wrk).

    python benchmarks/load.py FOLDER --connections 1 8 32 64 --seconds 20
    python benchmarks/load.py FOLDER --plain         # beside Datasette without plugins and pages of ours
    python benchmarks/load.py FOLDER --abuse 10      # readers beside ten clients who ask the worst SQL

FOLDER is what `datasette serve FOLDER` serves, with its news.db and inspect-data.json. Which article, person
and word is asked for follows Zipf's law, as on any site, or with --spread even is another one each time.
"""

import argparse
import json
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import yaml

ADDRESSES = 4_000
_WORDS = (
    "气候 中国 美国 经济 台湾 香港 欧盟 疫情 总统 外交部 氣候 貿易 王毅 发言人 警方 选举 法院 专家 制裁 学生"
)
WORDS = _WORDS.split()
# How often each kind of page is asked for, of a hundred.
MIX = {"home": 10, "article": 40, "person": 14, "search": 14, "table": 6, "question": 4, "json": 8, "csv": 4}
# The worst of tests/test_own_sql.py.
ABUSE = (
    "select instr(hex(zeroblob(2000000)), substr(hex(zeroblob(2000000)), 1, 1900000) || '1')",
    "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n",
    "select count(*) from quotes a, quotes b, quotes c where a.text > b.text",
    "select zeroblob(4000000) from quotes limit 1000",
    "select hex(zeroblob(2000)) || a.id as t from quotes a, quotes b order by t",
    "select group_concat(a.text || b.text) from quotes a, quotes b",
    "select escape_fts(text) from quotes order by 1",
)
SCRIPT = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local n = 0
function init(args) math.randomseed(os.time()); n = math.random(#paths) end
function request() n = n %% #paths + 1; return wrk.format("GET", paths[n], {["Accept-Encoding"] = "gzip"}) end
function done(summary, latency, requests)
  local e = summary.errors
  local found = {requests = summary.requests, seconds = summary.duration / 1e6,
    p50 = latency:percentile(50) / 1e3, p95 = latency:percentile(95) / 1e3,
    p99 = latency:percentile(99) / 1e3, errors = e.connect + e.read + e.write + e.status + e.timeout}
  local fields = {}
  for name, value in pairs(found) do fields[#fields + 1] = string.format('"%%s": %%f', name, value) end
  io.write("\\n{" .. table.concat(fields, ", ") .. "}\\n")
end
"""


def addresses(database: Path, kinds: dict[str, int], even: bool, seed: int = 1) -> list[str]:
    """Addresses in the proportions of a mix."""
    chosen = random.Random(seed)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        articles = [row[0] for row in connection.execute("select id from articles order by id desc")]
        tags = [row[0] for row in connection.execute("select id from tags order by id limit 50")]
        people = [row[0] for row in connection.execute("select name from speakers order by id limit 5000")]
    metadata = yaml.safe_load((database.parent / "metadata.yml").read_text(encoding="utf-8"))
    questions = list(metadata["databases"]["news"]["queries"])
    chosen.shuffle(people)

    def one(of: list[Any]) -> Any:
        return chosen.choice(of) if even else of[min(len(of) - 1, int(chosen.paretovariate(0.8)) - 1)]

    def address(kind: str) -> str:
        match kind:
            case "home":
                return "/"
            case "article":
                return f"/news/articles/{one(articles)}"
            case "person":
                return f"/people/{quote(one(people), safe='')}"
            case "search":
                return f"/search?q={quote(one(WORDS))}"
            case "table":
                return f"/news/quotes?_size={one([50, 20, 100])}&confidence={one(['high', 'medium', 'low'])}"
            case "question":
                return f"/news/{one(questions)}?speaker={quote(one(people))}"
            case "json":
                return f"/news/quotes.json?_shape=array&_size=20&article_id={one(articles)}"
            case "csv":
                return f"/news/images.csv?article_id={one(articles)}"
            case "row":
                return f"/news/tags/{one(tags)}"
            case _:
                return kind

    return [address(kind) for kind in chosen.choices(list(kinds), list(kinds.values()), k=ADDRESSES)]


@contextmanager
def served(arguments: list[str]) -> Iterator[tuple[str, int]]:
    """A server's address and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", *arguments, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    site = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urlopen(f"{site}/-/versions.json").close()
            break
        except OSError:
            time.sleep(0.5)
    try:
        yield site, server.pid
    finally:
        server.terminate()
        server.wait()


def memory(process: int) -> float:
    """Megabytes of a process and those it started, without what of files is mapped."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    total = sum(memory(int(child)) for child in children)
    status = Path(f"/proc/{process}/status").read_text().splitlines()
    return total + sum(int(line.split()[1]) for line in status if line.startswith("RssAnon")) / 1024


def measured(site: str, paths: list[str], connections: int, seconds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "mix.lua"
        listed.write_text("\n".join(paths))
        script.write_text(SCRIPT % listed)
        threads = str(min(2, connections))
        command = ["wrk", "-t", threads, "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s"]
        out = subprocess.run([*command, "-s", str(script), site], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(out.stdout.strip().splitlines()[-1])
    return result


def report(name: str, site: str, process: int, paths: list[str], connections: int, seconds: int) -> None:
    found = measured(site, paths, connections, seconds)
    print(
        f"{name:<28}{connections:>5}{found['requests'] / found['seconds']:>9.1f}{found['p50']:>9.0f}"
        f"{found['p95']:>9.0f}{found['p99']:>9.0f}{found['errors']:>8.0f}{memory(process):>9.0f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 8, 32, 64])
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--spread", choices=("zipf", "even"), default="zipf")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--abuse", type=int, default=0)
    arguments = parser.parse_args()
    database, even = arguments.folder / "news.db", arguments.spread == "even"
    print(f"{'':<28}{'conn':>5}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'errors':>8}{'MB':>9}")
    kinds = {"row": {"row": 1}, "table": {"/news/outlets": 1}, "json": {"json": 1}}
    mixes = kinds if arguments.plain else {"mix": MIX, "articles": {"article": 1}}
    with served([str(arguments.folder)]) as (site, process):
        if arguments.abuse:
            beside_abuse(site, process, database, arguments.abuse, arguments.seconds)
            return
        for name, mix in mixes.items():
            for connections in arguments.connections:
                paths = addresses(database, mix, even)
                report(name, site, process, paths, connections, arguments.seconds)
    if arguments.plain:
        inspected = ["--inspect-file", str(arguments.folder / "inspect-data.json")]
        with served(["-i", str(database), *inspected]) as (site, process):
            for name, mix in mixes.items():
                for connections in arguments.connections:
                    paths = addresses(database, mix, even)
                    report(f"{name}, plain Datasette", site, process, paths, connections, arguments.seconds)


def beside_abuse(site: str, process: int, database: Path, clients: int, seconds: int) -> None:
    """Readers of articles and of searches, each on one connection, while others ask the worst SQL."""
    idle = memory(process)
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "mix.lua"
        listed.write_text("\n".join(f"/news.json?sql={quote(sql)}&n={n}" for n in range(50) for sql in ABUSE))
        script.write_text(SCRIPT % listed)
        wrk = ["wrk", "-t", "1", "-c", str(clients), "-d", f"{2 * seconds + 5}s", "--timeout", "60s"]
        abuse = subprocess.Popen([*wrk, "-s", str(script), site], stdout=subprocess.DEVNULL)
        time.sleep(2)
        for name in ("article", "search"):
            report(f"{name} beside abuse", site, process, addresses(database, {name: 1}, True), 1, seconds)
            print(f"  memory above idle: {memory(process) - idle:.0f} MB")
        abuse.wait()
    before = processor_time(process)
    time.sleep(2)
    after = processor_time(process)
    time.sleep(2)
    print(f"processor 2 to 4 s after the abuse: {(processor_time(process) - after) / 2:.0%} of one")
    print(f"processor 0 to 2 s after the abuse: {(after - before) / 2:.0%} of one")


def processor_time(process: int) -> float:
    """Seconds that a process and those it started have used."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(processor_time(int(child)) for child in children) + (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    main()
