"""Whether a folder that is served is as it was, and whole."""

import hashlib
import json
import sqlite3
from pathlib import Path


def state(folder: Path) -> dict[str, str]:
    """What is in a folder that is served."""
    files = (folder / name for name in ("news.db", "inspect-data.json"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def whole(folder: Path) -> bool:
    """Whether the database is sound and inspect-data.json, where it speaks of it, speaks of this one."""
    with sqlite3.connect(folder / "news.db") as db:
        sound = db.execute("pragma integrity_check").fetchone() == ("ok",)
    described = json.loads((folder / "inspect-data.json").read_text()).get("news")
    digest = hashlib.sha256((folder / "news.db").read_bytes()).hexdigest()
    return sound and (described is None or described["hash"] == digest)
