"""An export that was made before something was taken down holds it still."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def drop(folder: Path, removed: Iterable[dict[str, Any]]) -> bool:
    """Delete an export that does not know of all `removed` rows. Returns whether it was deleted."""
    if not (folder / "datapackage.json").exists():
        return False
    listed = folder / "ndjson" / "removed.ndjson"
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    known = {(row["table_name"], row["row_id"]) for row in map(json.loads, lines)}
    stale = any((row["table_name"], row["row_id"]) not in known for row in removed)
    if stale:
        shutil.rmtree(folder)
    return stale
