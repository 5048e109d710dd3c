"""The served folder follows its database: any file name, a new build without a restart, no page half old."""

import asyncio
import contextvars
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import press
import pytest
from asking import get, page
from conftest import configured
from datasette.app import Datasette
from page_types import NOT_FOUND, PAGES, page_address

from yulu.publishing import publish
from yulu.site import current


def change(db: Path, statement: str) -> None:
    """Publish another database, as a build does: a copy with a change."""
    new = db.with_name(f"{db.name}.new")
    new.write_bytes(db.read_bytes())
    with closing(sqlite3.connect(new)) as connection:
        connection.execute(statement)
        connection.commit()
    publish(new, db)


@pytest.fixture
def folder(tmp_path: Path, site: Path) -> Path:
    return Path(shutil.copytree(site, tmp_path, symlinks=True, dirs_exist_ok=True))


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "EVERY", 0.0)


async def titles(datasette: Datasette) -> list[str]:
    rows = (await get(datasette, "/news/articles.json?_shape=array&_size=1&_sort_desc=id&_col=title")).json()
    return [row["title"] for row in rows]


async def test_every_page_answers_whatever_the_file_is_called(tmp_path):
    configured(tmp_path)
    press.build(tmp_path / "my press.db.new")
    publish(tmp_path / "my press.db.new", tmp_path / "my press.db")
    datasette = Datasette(config_dir=tmp_path)
    with closing(sqlite3.connect(tmp_path / "my press.db")) as db:
        addresses = {name: page_address(db, name) for name in PAGES}
    for name, address in addresses.items():
        response = await datasette.client.get(address, follow_redirects=True)
        assert response.status_code == (404 if name in NOT_FOUND else 200), name
    assert (await datasette.client.get("/news.db")).status_code == 200
    moved = await datasette.client.get("/my%20press/quotes.json?_size=1")
    assert (moved.status_code, moved.headers["location"]) == (302, "/news/quotes.json?_size=1")


async def test_a_file_that_was_renamed_after_its_build_stays_immutable(folder):
    (folder / "news.db").rename(folder / "renamed.db")
    datasette = Datasette(config_dir=folder)
    assert (await datasette.client.get("/news.db")).status_code == 200
    assert not datasette.get_database("news").is_mutable


async def test_of_two_databases_the_one_with_news_is_served_as_news(folder):
    (folder / "news.db").rename(folder / "press.db")
    with closing(sqlite3.connect(folder / "another.db")) as connection:
        connection.execute("create table notes (id integer primary key)")
    datasette = Datasette(config_dir=folder)
    assert len(await titles(datasette)) == 1
    assert (await datasette.client.get("/another/notes")).status_code == 200


async def test_a_new_build_is_served_without_a_restart(folder, soon):
    datasette = Datasette(config_dir=folder)
    assert await titles(datasette) != ["新的一天"]
    change(
        folder / "news.db", "update articles set title = '新的一天' where id = (select max(id) from articles)"
    )
    assert await titles(datasette) == ["新的一天"]
    database = datasette.get_database("news")
    described = json.loads((folder / "inspect-data.json").read_text())["news"]
    assert not database.is_mutable and database.hash == described["hash"]
    downloaded = (await get(datasette, "/news.db")).content
    assert downloaded == (folder / "news.db").read_bytes()


async def test_names_follow_the_new_build(folder, soon):
    datasette = Datasette(config_dir=folder)
    await get(datasette, "/people/林望舒")
    change(folder / "news.db", "update speakers set name = '林望京' where name = '林望舒'")
    assert "林望京" in (await page(datasette, "/people/林望京")).get_text()
    assert (await datasette.client.get("/search/suggest.json?q=望京")).json()[0]["name"] == "林望京"


async def test_a_request_that_has_begun_ends_with_the_database_it_began_with(folder, soon):
    datasette = Datasette(config_dir=folder)
    await titles(datasette)
    counted: list[int] = []

    async def count(*_: object) -> None:
        rows = (await datasette.get_database("news").execute("select count(*) from quotes")).rows
        counted.append(rows[0][0])

    async def slow_page(*_: object) -> None:
        await count()
        change(folder / "news.db", "delete from quotes")
        others = asyncio.create_task(titles(datasette), context=contextvars.Context())
        await others
        await count()

    scope = {"type": "http", "path": "/"}
    await current.following(datasette, slow_page)(scope, None, None)
    await current.following(datasette, count)(scope, None, None)
    assert counted[0] == counted[1] > 1000 and counted[2] == 0


async def test_the_old_database_is_closed_after_its_last_request(folder, soon):
    datasette = Datasette(config_dir=folder)
    await titles(datasette)
    old = datasette.get_database("news")
    change(folder / "news.db", "delete from quotes")
    await titles(datasette)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        old._all_file_connections[0].execute("select 1")


async def test_a_file_that_is_no_database_changes_nothing(folder, soon):
    datasette = Datasette(config_dir=folder)
    before = await titles(datasette)
    (folder / "broken.new").write_bytes(b"no database" * 1000)
    (folder / "broken.new").replace(folder / "news.db")
    assert await titles(datasette) == before


async def test_the_file_is_looked_at_from_time_to_time(folder, monkeypatch):
    monkeypatch.setattr(current, "EVERY", 3600.0)
    datasette = Datasette(config_dir=folder)
    before = await titles(datasette)
    change(folder / "news.db", "update articles set title = '新的一天'")
    assert await titles(datasette) == before
    monkeypatch.setattr(current, "EVERY", 0.0)
    assert await titles(datasette) == ["新的一天"]
