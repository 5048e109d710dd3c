"""Pages that were made once for a database that does not change, the last used, up to so many bytes."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

LARGEST = 48_000_000  # bytes of all pages
LARGEST_PAGE = 1_000_000

Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole answer as it is sent."""

    status: int
    headers: tuple[Header, ...]
    body: bytes

    @property
    def size(self) -> int:
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    def header(self, name: bytes) -> bytes | None:
        return next((value for key, value in self.headers if key.lower() == name), None)


class PageCache:
    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.size = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()

    def get(self, key: Hashable) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def clear(self) -> None:
        self._pages.clear()
        self.size = 0

    def put(self, key: Hashable, page: Page) -> None:
        if page.size > LARGEST_PAGE:
            return
        if key in self._pages:
            self.size -= self._pages.pop(key).size
        self._pages[key] = page
        self.size += page.size
        while self.size > self.largest:
            self.size -= self._pages.popitem(last=False)[1].size
