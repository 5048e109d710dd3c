"""What the publication says of itself at /about: how it is made, and how often it is right."""

import json
import re
import shutil

import pytest
from asking import get, page
from conftest import configured
from datasette.app import Datasette

from yulu.site.about import reliability, second_reading

FIGURES = {
    "articles": 412,
    "direct": {"who_said_what_f1": 0.99, "calibration_error": 0.001},
    "held": {
        "articles": 288,
        "direct": {
            "precision": 0.97,
            "recall": 0.961,
            "f1": 0.965,
            "speaker_accuracy": 0.9,
            "who_said_what_f1": 0.88,
            "confidence": {"high": {"quotes": 75, "right": 0.96}, "low": {"quotes": 25, "right": 0.5}},
            "calibration_error": 0.021,
        },
        "indirect": {"precision": 0.9, "recall": 0.8, "f1": 0.85, "who_said_what_f1": 0.8},
    },
    "outlets": {
        "bay": {
            "direct": {"labelled": 20, "who_said_what_f1": 0.91},
            "indirect": {"labelled": 99, "who_said_what_f1": 0.79},
        },
        "hill": {"direct": {"labelled": 19, "who_said_what_f1": 1.0}},
    },
}


@pytest.fixture
def with_figures(site, tmp_path):
    shutil.copy(site / "news.db", configured(tmp_path) / "news.db")
    (tmp_path / "benchmarks").mkdir()

    def serve(figures):
        (tmp_path / reliability.MEASURED).write_text(json.dumps(figures), encoding="utf-8")
        return Datasette(config_dir=tmp_path)

    return serve


def cells(table):
    return [[cell.get_text(strip=True) for cell in row.select("td")] for row in table.select("tbody tr")]


async def test_the_figures_are_those_that_were_measured(with_figures):
    html = await page(with_figures(FIGURES), "/about")
    text = html.main.get_text(" ", strip=True)
    assert (
        "Measured on 288 articles labelled by reading and then kept back" in text
        and "Of direct quotes this is off by 2.1% on average." in text
    )
    kinds, levels, outlets, _, here = html.select("main table")
    assert cells(levels) == [["96.0%", "75.0%", "", ""], ["50.0%", "25.0%", "", ""]]
    assert cells(kinds) == [
        ["97.0%", "96.1%", "96.5%", "90.0%", "88.0%"],
        ["90.0%", "80.0%", "85.0%", "", "80.0%"],
    ]
    assert cells(outlets) == [["91.0%", "79.0%"]]
    assert cells(here) == [
        ["282", "568", "2031-04-01", "2031-05-04"],
        ["281", "563", "2031-04-01", "2031-05-04"],
    ]


async def test_outlets_that_are_not_here_have_no_table(with_figures):
    html = await page(
        with_figures({**FIGURES, "outlets": {"elsewhere": FIGURES["outlets"]["bay"]}}), "/about"
    )
    assert "By outlet" not in html.main.get_text()


async def test_without_figures_none_are_told(served, monkeypatch, tmp_path):
    monkeypatch.setattr(reliability, "MEASURED", tmp_path / "nowhere.json")
    html = await page(served, "/about")
    assert len(html.select("main table")) == 1 and html.find(id="reliable") is None
    for a in html.select("main a[href^='/']"):
        await get(served, a["href"])


async def test_it_speaks_chinese(with_figures):
    html = await page(with_figures(FIGURES), "/about?lang=zh")
    said = html.select("main :is(h1, h2, li, p, th[scope=col])")
    names = re.compile("F1|CITATION.cff|CC BY 4.0|UTC|Compiled data.*|[0-9.%-]+")
    assert said and not [e for e in said if re.search("[A-Za-z]{2}", names.sub("", e.get_text()))]


CURVE = {
    "articles": 1288,
    "curve": [
        {"percent": 0, "quotes": 0, "changed": 0, "not taken": 0, "direct": 0.8, "indirect": 0.7},
        {"percent": 20, "quotes": 20, "changed": 9, "not taken": 1, "direct": 0.85, "indirect": 0.75},
        {"percent": 40, "quotes": 40, "changed": 15, "not taken": 1, "direct": 0.9, "indirect": 0.8},
        {"percent": 100, "quotes": 100, "changed": 30, "not taken": 1, "direct": 1.0, "indirect": 0.9},
    ],
}


def test_the_curve_of_a_second_reader_ends_where_nobody_reads_on():
    drawn = second_reading.curve(CURVE)
    assert drawn.lines == {"direct": "0,50 200,25 400,0", "indirect": "0,100 200,75 400,50"}
    assert second_reading.curve(None) is None and second_reading.curve({"curve": []}) is None


async def test_what_a_second_reader_is_worth_is_drawn_and_told_in_words_and_numbers(with_figures):
    html = await page(with_figures(FIGURES), "/about")
    drawn = html.select_one("svg.curve")
    assert len(drawn.select("polyline")) == 2 and re.search(r"direct: from [\d.]+% to", drawn["aria-label"])
    rows = html.select("[aria-labelledby=second-reading] tbody tr")
    assert [row.th.text for row in rows] == ["0%", "5%", "10%", "20%", "40%"]
