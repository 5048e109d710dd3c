"""The reading desk: an editor judges doubtful quotes with the keyboard; nobody else gets in."""

import json
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from asking import get
from pages import page, write

from yulu.build import build
from yulu.verdicts.desk.app import Desk
from yulu.verdicts.desk.queue import Queue, in_order, reads_in
from yulu.verdicts.folder import Verdicts

URL = "https://www.zaobao.com/realtime/china/story20310504-1000001"
WORDS = ("我们等这一天等了九年。", "桥面抬高了两米", "渡船将在年底停航")
TEXT = (
    f"<p>白鹭港的新桥星期天通车。工程师林望舒说：“{WORDS[0]}”</p>"
    f"<p>港务局局长罗以安表示，{WORDS[1]}。</p><p>市长周小满在桥头说：{WORDS[2]}。</p>"
)
TOKEN = "a-token-of-this-test"
HOST = "127.0.0.1:8002"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    write(tmp_path, page(TEXT, url=URL, feed="2031-05-04T02:30:00+00:00", crawled=None))
    return rebuilt(tmp_path)


def rebuilt(folder: Path) -> Path:
    verdicts = folder / "verdicts"
    verdicts.mkdir(exist_ok=True)
    report = build([folder / "article.md"], folder / "news.db", 1, False, Verdicts.of(verdicts))
    assert not report.verdicts.problems
    return folder


def queue(folder: Path) -> Queue:
    return Queue(folder / "news.db", folder / "verdicts" / "desk.ndjson", "何一", below=1.01, reads={})


def quotes(folder: Path) -> dict[str, str | None]:
    with sqlite3.connect(folder / "news.db") as connection:
        rows = connection.execute(
            "select quotes.text, name from quotes left join speakers on speaker_id = speakers.id"
        )
        return dict(rows.fetchall())


def numbers(folder: Path) -> dict[str, int]:
    with sqlite3.connect(folder / "news.db") as connection:
        return dict(connection.execute("select text, id from quotes").fetchall())


class Editor:
    """A browser without scripts: pages and forms."""

    def __init__(self, desk: Desk, token: str | None = TOKEN, host: str = HOST) -> None:
        cookies = {"desk": token} if token else {}
        transport = httpx.ASGITransport(app=desk)
        self.client = httpx.AsyncClient(transport=transport, base_url=f"http://{host}", cookies=cookies)

    async def see(self, path: str = "/") -> httpx.Response:
        return await self.client.get(path)

    async def say(self, quote: int, token: str = TOKEN, **fields: str) -> httpx.Response:
        return await self.client.post("/", data={"token": token, "quote": str(quote), **fields})


@pytest.fixture
def desk(news: Path) -> Desk:
    return Desk(queue(news), TOKEN, frozenset({HOST}))


SAID = [
    ({"right": "1"}, {"verdict": "right"}),
    ({"none": "1"}, {"verdict": "no quote"}),
    ({"speaker": "周小满"}, {"verdict": "speaker", "speaker": "周小满"}),
    ({"other": "1", "name": " 罗以安 "}, {"verdict": "speaker", "speaker": "罗以安"}),
    ({"nobody": "1"}, {"verdict": "speaker", "speaker": None}),
    ({"span": "1", "text": "等了九年"}, {"verdict": "words", "text": "等了九年"}),
]


@pytest.mark.parametrize(("form", "says"), SAID)
async def test_what_an_editor_says_is_a_verdict_and_the_next_build_applies_it(news, desk, form, says):
    number = numbers(news)[WORDS[0]]
    answer = await Editor(desk).say(number, **form, why="录音")
    assert answer.status_code == 303
    [entry] = map(json.loads, desk.queue.file.read_text(encoding="utf-8").splitlines())
    assert entry.pop("date") and entry == {
        **says,
        "quote": number,
        "words": WORDS[0],
        "article": URL,
        "by": "何一",
        "why": "录音",
    }
    found = quotes(rebuilt(news))
    if "speaker" in says:
        assert found[WORDS[0]] == says["speaker"]
    assert (says.get("text") or WORDS[0]) in found or says["verdict"] == "no quote"


async def test_the_most_doubtful_comes_first_and_what_is_done_does_not_come_again(news, desk):
    editor, shown = Editor(desk), []
    for _ in WORDS:
        html = (await editor.see()).text
        number = int(re.search(r'name="quote" value="(\d+)"', html)[1])
        shown.append(number)
        await editor.say(number, right="1")
    assert sorted(shown) == sorted(numbers(news).values())
    scores = [desk.queue.scores[number] for number in shown]
    assert scores == sorted(scores)
    assert "Nothing waits here" in (await editor.see()).text
    assert queue(news).next() is None, "another day it is still done"
    assert queue(rebuilt(news)).next() is None


def test_of_quotes_that_are_as_doubtful_the_most_read_comes_first():
    scores = {1: 0.91, 2: 0.52, 3: 0.53, 4: 0.54, 5: 0.31}
    assert in_order(scores, reads={4: 9, 1: 99}, renderings={3: 2}) == [5, 4, 3, 2, 1]


def test_how_often_pages_were_read_comes_from_a_table_of_addresses(tmp_path):
    table = tmp_path / "reads.csv"
    table.write_text("/news/quotes/12,7\nhttps://a.example/quotes/12?x=1,5\n/quotes/13,many\n/,3\nx\n")
    assert reads_in(table) == {12: 12} and reads_in(None) == {}


async def test_skipped_and_undone_quotes_wait_again(news, desk):
    editor = Editor(desk)
    first = desk.queue.next()[1].id
    await editor.say(first, skip="1")
    second = desk.queue.next()[1].id
    assert second != first and not desk.queue.file.exists()
    await editor.say(second, right="1")
    assert (await editor.say(second, undo="1")).status_code == 303
    assert desk.queue.next()[1].id == second and desk.queue.file.read_text() == ""


async def test_the_page_shows_the_paragraph_the_candidates_and_how_sure_everything_is(news, desk):
    html = (await Editor(desk).see()).text
    assert "<mark>" in html and "0 of 3 doubtful quotes" in html
    assert {"林望舒", "罗以安", "周小满"} <= set(re.findall(r"[\u4e00-\u9fff]{3}", html))
    before = desk.queue.progress()
    await Editor(desk).say(desk.queue.next()[1].id, right="1")
    after = desk.queue.progress()
    assert after["done"] == 1 and after["now"] > before["now"] == after["before"]


# Who gets in


@pytest.mark.parametrize("path", ["/", "/desk.js", "/desk.css", "/nowhere"])
async def test_nobody_gets_in_without_the_token(desk, path):
    for token in (None, "guess", ""):
        answer = await Editor(desk, token).see(path)
        assert answer.status_code == 403 and WORDS[0] not in answer.text
    assert (await Editor(desk, None).see("/?token=guess")).status_code == 403


async def test_the_address_with_the_token_lets_in(desk):
    answer = await Editor(desk, None).see(f"/?token={TOKEN}")
    assert answer.status_code == 302 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert f"desk={TOKEN}" in cookie and "httponly" in cookie and "samesite=strict" in cookie


async def test_a_form_of_another_site_is_refused(news, desk):
    answer = await Editor(desk).say(numbers(news)[WORDS[0]], token="guess", right="1")
    assert answer.status_code == 403 and not desk.queue.file.exists()


async def test_another_name_of_this_machine_is_refused(desk):
    assert (await Editor(desk, host="evil.example:8002").see()).status_code == 403


async def test_the_page_allows_nothing_from_elsewhere(desk):
    answer = await Editor(desk).see()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


BAD = [
    ({"span": "1", "text": "文中没有的话"}, 400),
    ({"span": "1", "text": ""}, 400),
    ({"other": "1", "name": ""}, 400),
    ({"other": "1", "name": "长" * 400}, 400),
    ({}, 400),
]


@pytest.mark.parametrize(("form", "status"), BAD)
async def test_what_is_no_verdict_is_said_and_not_written(news, desk, form, status):
    answer = await Editor(desk).say(numbers(news)[WORDS[0]], **form)
    assert answer.status_code == status and 'role="alert"' in answer.text
    assert not desk.queue.file.exists()


@pytest.mark.parametrize("number", ["7", "x", "", "٣"])
async def test_a_quote_that_does_not_wait_is_not_judged(desk, number):
    assert (await Editor(desk).say(number, right="1")).status_code == 404


@pytest.mark.parametrize("path", ["/desk", "/-/desk", "/desk.js", "/desk?token=x"])
async def test_the_public_site_has_no_desk(served, path):
    await get(served, path, status=404)


async def test_the_public_site_loads_no_part_of_the_desk(served):
    plugins = (await get(served, "/-/plugins.json")).json()
    assert not any("desk" in plugin["name"] for plugin in plugins)


# In a browser, with the keyboard alone


@pytest.fixture
def address(news):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "yulu.verdicts.desk", "--db", str(news / "news.db"), "--by", "何一"]
    more = ["--verdicts", str(news / "verdicts"), "--below", "1.01", "--port", str(port)]
    with subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        for _ in range(100):
            try:
                httpx.get(f"http://127.0.0.1:{port}/")
                break
            except httpx.TransportError:
                assert server.poll() is None
        yield re.search(r"http://\S+", line)[0]
        server.terminate()


def said(news: Path) -> list[dict]:
    [file] = (news / "verdicts").glob("desk-*.ndjson")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def screen(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    yield page
    context.close()


def press(screen, *keys):
    for key in keys[:-1]:
        screen.keyboard.press(key)
    with screen.expect_navigation():
        screen.keyboard.press(keys[-1])


def test_one_key_each_and_no_mouse(news, screen):
    press(screen, "r")
    press(screen, "u")
    words = screen.inner_text("mark")
    press(screen, "w", "Shift+ArrowLeft", "Shift+ArrowLeft", "Enter")
    press(screen, "s")
    press(screen, "1")
    first, second = said(news)
    assert (first["verdict"], first["text"]) == ("words", words[:-2])
    assert second["verdict"] == "speaker" and second["by"] == "何一"
    assert screen.complaints == []


def test_another_name_is_typed_and_letters_in_a_field_are_no_keys(news, screen):
    screen.keyboard.press("y")
    screen.keyboard.type("nurs")
    screen.keyboard.press("Escape")
    screen.keyboard.press("o")
    screen.keyboard.type("罗以安")
    press(screen, "Enter")
    [entry] = said(news)
    assert (entry["verdict"], entry["speaker"], entry["why"]) == ("speaker", "罗以安", "nurs")
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_keeps_an_editor_out_by_day_or_by_night(browser, address):
    from axe_playwright_python.sync_playwright import Axe

    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.goto(address)
        assert Axe().run(page).response["violations"] == []
        context.close()
