"""A second reader of any kind: what it says is checked word by word, and becomes verdicts."""

import json
import re
import sqlite3
import threading
from pathlib import Path

import llm
import pytest
from llm.plugins import pm
from pages import page, write

from yulu.build import build
from yulu.second_reader.__main__ import main
from yulu.second_reader.model import NoModel, Pace, ask_all
from yulu.second_reader.question import Question
from yulu.verdicts.folder import Verdicts

URL = "https://www.zaobao.com/realtime/china/story20310504-1000001"
WORDS = "我们等这一天等了九年。"
MISSED = "渡船将在年底停航"
TEXT = (
    f"<p>白鹭港的新桥星期天通车。工程师林望舒说：“{WORDS}”</p>"
    "<p>港务局局长罗以安表示，桥面抬高了两米。</p>"
    f"<p>市长周小满在桥头说：{MISSED}。</p>"
)

QUESTION = Question("quote:1:x", "quote", None, 1, "", "", "话", "", (), "话", "direct", None)


class Reader(llm.Model):
    """A language model of our own: what it answers is decided by a function of the prompt."""

    model_id = "test-reader"
    supports_schema = True
    needs_key = None

    def __init__(self):
        self.prompts, self.answer = [], None

    def execute(self, prompt, stream, response, conversation):
        self.prompts.append(prompt)
        response.set_usage(input=100, output=20)
        yield self.answer(prompt.prompt)


@pytest.fixture
def model(monkeypatch, tmp_path):
    monkeypatch.setenv("LLM_USER_PATH", str(tmp_path / "llm"))
    reader = Reader()

    class Plugin:
        @llm.hookimpl
        def register_models(self, register):
            register(reader)

    plugin = Plugin()
    pm.register(plugin)
    yield reader
    pm.unregister(plugin)


class News:
    def __init__(self, folder: Path) -> None:
        self.folder, self.db, self.verdicts = folder, folder / "news.db", folder / "verdicts"
        self.write(TEXT)
        self.build()

    def write(self, text: str) -> None:
        feed = "2031-05-04T02:30:00+00:00"
        write(self.folder, page(text, url=URL, feed=feed, crawled=None))

    def forget(self, words: str) -> None:
        """As if the extraction had missed a quote."""
        with sqlite3.connect(self.db) as connection:
            connection.execute("delete from quotes where text = ?", [words])

    def build(self, trust: float = 0.8) -> "News":
        self.verdicts.mkdir(exist_ok=True)
        said = Verdicts.of(self.verdicts, trust)
        self.report = build([self.folder / "article.md"], self.db, jobs=1, progress=False, said=said)
        assert not self.report.verdicts.problems
        return self

    def ask(self, *more: str) -> int:
        base = ["--db", str(self.db), "--verdicts", str(self.verdicts), "--below", "1.01"]
        return main([*base, "--per-minute", "60000", *more])

    def quotes(self) -> dict[str, tuple]:
        with sqlite3.connect(self.db) as connection:
            rows = connection.execute(
                "select quotes.text, quotes.kind, name from quotes"
                " left join speakers on speaker_id = speakers.id"
            )
            return {text: (kind, name) for text, kind, name in rows}

    def said(self) -> list[dict]:
        return [
            json.loads(line)
            for path in sorted(self.verdicts.glob("[!.]*.ndjson"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]


@pytest.fixture
def news(tmp_path) -> News:
    return News(tmp_path)


def reply(*quotes, sure=0.9):
    return json.dumps(
        {"quotes": [dict(zip(("text", "kind", "speaker"), q, strict=True)) for q in quotes], "sure": sure},
        ensure_ascii=False,
    )


AS_IT_IS = {
    WORDS: (WORDS, "direct", "林望舒"),
    "桥面抬高了两米": ("桥面抬高了两米", "indirect", "罗以安"),
    MISSED: (MISSED, "indirect", "周小满"),
}


def truth(prompt, sure=0.9):
    """What somebody who reads well would answer."""
    return reply(*(said for words, said in AS_IT_IS.items() if words in asked(prompt)), sure=sure)


def asked(prompt):
    """The quote or the sentence that a prompt is about."""
    return re.split("Found: |Sentence: ", prompt)[-1]


def test_right_answers_confirm_and_missed_quotes_are_added(news, model, capsys):
    news.forget(MISSED)
    model.answer = truth
    assert news.ask("--model", "test-reader") == 0
    assert "3 verdicts added; 1 missed, 2 right, 3 taken" in capsys.readouterr().out
    assert {entry["model"] for entry in news.said()} == {"test-reader"}
    [missed] = [entry for entry in news.said() if entry["verdict"] == "missed"]
    assert (missed["article"], missed["text"], missed["kind"], missed["speaker"]) == (URL, *AS_IT_IS[MISSED])
    assert news.build().quotes() == {words: said[1:] for words, said in AS_IT_IS.items()}


def test_a_question_shows_the_paragraph_its_neighbours_and_who_speaks(news, model):
    model.answer = truth
    news.ask("--model", "test-reader")
    prompt = next(p for p in model.prompts if f"Found: a quote, direct, of 林望舒: {WORDS}" in p.prompt)
    assert "Paragraph after: 港务局局长罗以安表示" in prompt.prompt and "罗以安" in prompt.prompt
    assert prompt.schema["required"] == ["quotes", "sure"] and "Answer with JSON" in prompt.system


def about(words, answer):
    """A reader who errs about one quote only."""
    return lambda prompt: answer if words in asked(prompt) else truth(prompt)


CHANGES = [
    (reply(sure=0.9), WORDS, None),
    (reply((WORDS, "direct", "周小满")), WORDS, ("direct", "周小满")),
    (reply((WORDS, "direct", None)), WORDS, ("direct", None)),
    (reply((WORDS, "partial", "林望舒")), WORDS, ("partial", "林望舒")),
    (reply(("等了九年", "direct", "林望舒")), "等了九年", ("direct", "林望舒")),
]


@pytest.mark.parametrize(("answer", "words", "becomes"), CHANGES)
def test_what_differs_becomes_a_verdict(news, model, answer, words, becomes):
    model.answer = about(WORDS, answer)
    news.ask("--model", "test-reader")
    assert news.build().quotes().get(words) == becomes


NOT_TAKEN = {
    "invented words": reply(("我们等这一天等了十年。", "direct", "林望舒")),
    "invented speaker": reply((WORDS, "direct", "王大锤")),
    "malformed": "I think it is fine.",
    "malformed ": '{"quotes": [{"text": 7}], "sure": 1}',
    "malformed  ": reply((WORDS, "loud", "林望舒")),
    "malformed   ": reply((WORDS, "direct", "林望舒"), sure=2),
    "malformed    ": reply((WORDS, "direct", "林望舒"), (WORDS, "direct", "林望舒")),
}


@pytest.mark.parametrize("why", NOT_TAKEN)
def test_nothing_that_is_not_in_the_article_is_taken_and_each_refusal_is_counted(news, model, why, capsys):
    before = news.quotes()
    model.answer = about(WORDS, NOT_TAKEN[why])
    news.ask("--model", "test-reader")
    assert f"1 rejected: {why.strip()}" in capsys.readouterr().out
    assert WORDS not in [entry.get("words") for entry in news.said()]
    assert news.build().quotes()[WORDS] == before[WORDS]


def test_words_around_the_answer_do_no_harm(news, model):
    model.answer = lambda prompt: f"Sure!\n```json\n{truth(prompt)}\n```"
    news.ask("--model", "test-reader")
    assert news.build().quotes()[MISSED] == ("indirect", "周小满")


def test_a_model_that_is_less_sure_than_asked_for_changes_nothing(news, model):
    model.answer = about(WORDS, reply((WORDS, "direct", "周小满"), sure=0.6))
    news.ask("--model", "test-reader")
    assert news.build(trust=0.8).quotes()[WORDS] == ("direct", "林望舒")
    assert news.build(trust=0.5).quotes()[WORDS] == ("direct", "周小满")


def test_what_was_answered_is_not_asked_again(news, model):
    model.answer = truth
    news.ask("--model", "test-reader", "--limit", "1")
    assert len(model.prompts) == 1
    news.ask("--model", "test-reader")
    sent = [prompt.prompt for prompt in model.prompts]
    assert len(sent) == len(set(sent)) > 2
    said = news.said()
    assert news.ask("--model", "test-reader") == 0
    assert len(model.prompts) == len(sent) and news.said() == said
    news.build().ask("--model", "test-reader")
    assert news.said() == said, "a quote that somebody has judged is left alone"


def test_a_failed_question_is_asked_again_and_a_slow_one_the_next_time(news, model, capsys, monkeypatch):
    failures = iter([True, True, False])

    def unsteady(prompt):
        if WORDS in asked(prompt) and next(failures, False):
            raise OSError("no connection")
        return truth(prompt)

    waits = []
    monkeypatch.setattr("yulu.second_reader.__main__.Pace", lambda *_: pace(waits))
    model.answer = unsteady
    assert news.ask("--model", "test-reader") == 0
    assert news.build().quotes()[MISSED] == ("indirect", "周小满")
    assert [wait for wait in waits if wait >= 2] == [2.0, 4.0], "longer and longer"


def pace(waits, timeout=5.0):
    return Pace(60000, timeout, waits.append)


def test_a_slow_answer_is_not_waited_for(news, model, capsys):
    asked_enough = threading.Event()

    def slow(prompt):
        if WORDS in asked(prompt):
            asked_enough.wait()
        return truth(prompt)

    model.answer = slow
    assert news.ask("--model", "test-reader", "--timeout", "2") == 0
    asked_enough.set()
    assert "1 slow: the same command asks these again" in capsys.readouterr().err
    assert WORDS not in [entry.get("words") for entry in news.said()]
    model.answer = truth
    news.ask("--model", "test-reader")
    assert WORDS in [entry.get("words") for entry in news.said()]


def test_a_model_that_never_answers_is_given_up_and_what_was_answered_is_kept(
    tmp_path, model, capsys, monkeypatch
):
    def dead(prompt):
        raise OSError("no connection")

    from yulu.second_reader import model as asking
    from yulu.second_reader.model import ask_all

    model.answer = dead
    questions = [
        asking.Question("quote:1:x", "quote", None, 1, "", "", "话", "", (), "话", "direct", None)
    ] * 20
    replies = []
    with pytest.raises(NoModel, match="10 questions in a row failed: OSError: no connection"):
        replies.extend(ask_all(model, questions, pace([])))


@pytest.mark.parametrize("supports", [True, False])
def test_models_without_schemas_are_asked_in_words(news, model, supports, monkeypatch):
    monkeypatch.setattr(Reader, "supports_schema", supports)
    model.answer = truth
    assert news.ask("--model", "test-reader") == 0
    assert {bool(prompt.schema) for prompt in model.prompts} == {supports}


def test_the_rate_is_kept(model):
    model.answer = lambda prompt: reply()
    waits = []
    list(ask_all(model, [QUESTION] * 3, Pace(1, 5, waits.append)))
    assert len(waits) == 3 and all(30 < wait <= 60 for wait in waits)


# Without a network


def test_questions_go_out_and_answers_come_in_as_files(news, tmp_path, capsys):
    questions, answers = tmp_path / "questions.ndjson", tmp_path / "answers.ndjson"
    assert news.ask("--write", str(questions)) == 0
    lines = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    assert "Answer with JSON" in lines[0]["rules"] and all(line["task"] for line in lines)
    with answers.open("w", encoding="utf-8") as file:
        for line in lines:
            said = [AS_IT_IS[words] for words in AS_IT_IS if words in line["words"]]
            wrong = [("没有的话", "direct", None)] if line["words"] == WORDS else said
            file.write(json.dumps({"id": line["id"], **json.loads(reply(*wrong))}, ensure_ascii=False) + "\n")
        file.write('not json\n{"id": "quote:7:abc", "quotes": [], "sure": 1}\n[1]\n')
    assert news.ask("--read", str(answers), "--reader", "何一") == 0
    out = capsys.readouterr().out
    assert "1 rejected: invented words" in out and "3 malformed or for no question" in out
    assert {entry["by"] for entry in news.said()} == {"何一"}
    assert news.build().quotes()[MISSED] == ("indirect", "周小满")


def test_an_answer_to_what_has_changed_since_is_not_taken(news, tmp_path, capsys):
    questions, answers = tmp_path / "questions.ndjson", tmp_path / "answers.ndjson"
    news.ask("--write", str(questions))
    lines = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    answers.write_text("\n".join(json.dumps({"id": line["id"], "quotes": [], "sure": 1}) for line in lines))
    write(
        tmp_path,
        page(TEXT.replace("星期天", "星期一"), url=URL, feed="2031-05-04T02:30:00+00:00", crawled=None),
    )
    news.build()
    news.ask("--read", str(answers), "--reader", "何一")
    assert WORDS not in [entry.get("words") for entry in news.said()]


def test_an_estimate_sends_nothing(news, model, capsys):
    assert news.ask("--estimate") == 0 and news.ask("--estimate", "--model", "test-reader") == 0
    assert "tokens to read" in capsys.readouterr().out and not model.prompts


# On labelled articles


def labels(folder: Path) -> Path:
    said = [dict(zip(("text", "kind", "speaker"), s, strict=True)) for s in AS_IT_IS.values()]
    said[0]["speaker"] = "周小满"  # what the labels say is right, whoever reads
    path = folder / "labels.json"
    path.write_text(json.dumps([{"source": "article.md", "quotes": said}], ensure_ascii=False))
    return path


def test_measuring_shows_what_a_reader_gains_and_that_a_wrong_one_costs(news, model, tmp_path, capsys):
    more = ("--model", "test-reader", "--measure", str(labels(tmp_path)), "--articles", str(tmp_path))
    model.answer = about(WORDS, reply((WORDS, "direct", "周小满")))
    assert news.ask(*more) == 0
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()}
    assert rows["without"] == ["0", "1.000", "0.000", "1.000", "1.000"]
    assert rows["0.80"][1:] == ["1.000", "1.000", "1.000", "1.000"]
    assert rows["0.95"] == ["0", *rows["without"][1:]]
    assert news.said() == [], "measuring writes no verdicts"
    (news.verdicts / ".answers-test-reader.ndjson").unlink()
    model.answer = lambda prompt: reply()
    news.ask(*more)
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines()}
    assert rows["0.80"][1:] == ["0.000"] * 4


# What cannot be done is said


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--model", "no-such-model"], 1, "no-such-model is no model that llm knows"),
        (["--model", "test-reader", "--db", "nowhere.db"], 1, "unable to open"),
        (["--read", "nowhere.ndjson"], 2, "--reader"),
        ([], 2, "says what to do"),
        (["--estimate", "--limit", "0"], 2, "more than 0"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(news, model, arguments, code, message, capsys):
    try:
        status = news.ask(*arguments)
    except SystemExit as stopped:
        status = stopped.code
    assert status == code
    assert message in capsys.readouterr().err.splitlines()[-1]
