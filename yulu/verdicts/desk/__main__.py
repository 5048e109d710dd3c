"""Serve the reading desk on this machine, for one editor; see docs/verdicts.md."""

import argparse
import getpass
import secrets
import sqlite3
import sys
from pathlib import Path

import uvicorn

from yulu.second_reader.exchange import file_name
from yulu.verdicts.desk.app import Desk
from yulu.verdicts.desk.queue import Queue, reads_in

HOST = "127.0.0.1"


def main() -> int:
    """Exit code 0 when it was stopped, 1 when it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m yulu.verdicts.desk", description=__doc__)
    parser.add_argument("--db", type=Path, default=Path("news.db"), help="the database (news.db)")
    parser.add_argument("--verdicts", type=Path, default=Path("verdicts"), help="where to write (verdicts/)")
    parser.add_argument("--by", default=getpass.getuser(), help="who judges, as it is published (your login)")
    parser.add_argument("--below", type=float, default=0.95, help="show quotes with a lower score (0.95)")
    parser.add_argument("--reads", type=Path, metavar="CSV", help="addresses of quotes and how often read")
    parser.add_argument("--port", type=int, default=8002)
    args = parser.parse_args()
    try:
        file = args.verdicts / f"desk-{file_name(args.by)}.ndjson"
        queue = Queue(args.db, file, args.by, args.below, reads_in(args.reads))
    except (sqlite3.Error, OSError) as error:
        print(f"desk: {error}", file=sys.stderr)
        return 1
    token = secrets.token_urlsafe(24)
    hosts = frozenset({f"{HOST}:{args.port}", f"localhost:{args.port}"})
    print(f"Reading desk for {args.by}: http://{HOST}:{args.port}/?token={token}", flush=True)
    uvicorn.run(Desk(queue, token, hosts), host=HOST, port=args.port, log_level="warning", access_log=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
