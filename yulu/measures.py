"""What was measured before, by a digest of what was measured: the same things need not be measured again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b


def digest(*parts: str | bytes) -> bytes:
    """A short digest of some parts; of the same parts in the same order alone."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(len(data).to_bytes(4))
        found.update(data)
    return found.digest()


@dataclass
class Measured:
    """Measures of one kind: those of the last build, and those that this one used or made."""

    before: Mapping[bytes, bytes] = field(default_factory=dict)
    now: dict[bytes, bytes] = field(default_factory=dict)

    def get(self, key: bytes) -> bytes | None:
        value = self.now.get(key) or self.before.get(key)
        if value is not None:
            self.now[key] = value
        return value

    def of(self, key: bytes, measure: Callable[[], bytes]) -> bytes:
        """What was measured before, or what `measure` gives. It must not be empty."""
        value = self.get(key)
        if value is None:
            value = self.now[key] = measure()
        return value

    def missing(self, keys: Iterable[bytes]) -> set[bytes]:
        return {key for key in keys if self.get(key) is None}
