"""Asking the publication, in process, and its database."""

from bs4 import BeautifulSoup


async def get(served, path, status=200):
    response = await served.client.get(path)
    assert response.status_code == status, (path, response.text[:500])
    return response


async def page(served, path):
    return BeautifulSoup((await get(served, path)).text, "lxml")


def one(db, sql, *parameters):
    return db.execute(sql, parameters).fetchone()[0]


def article_id(db, title):
    return one(db, "select id from articles where title = ?", title)
