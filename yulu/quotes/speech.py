"""Speech or term: whether marked words, simplified, are a sentence, a clause, or a name for something.

Measured on 287,150 marked spans: a comma or final stop stands in 91.5% of the spans behind a cue
and in 1.5% of the embedded terms; 我 and its kin in 53% and 1.5%.
"""

import re

import rjieba

from yulu.lexicon.terms import terms

STOP = re.compile(r"[，,；;]|[。！？!?…]\s*$")
# “玉兔二号”, but not “信号”, “口号”
VESSEL = re.compile(r"^\w{1,7}(?<![信口问讯符称番账帐挂溜摇等句逗引括])号$")
PERSON = re.compile(r"我|你|您|咱")
TEXT_TITLE = re.compile(
    r"^关于.*的|(?:意见|办法|条例|规定|法|报告|白皮书|公告|通知|纲要|计划|法案|协议|声明|宣言|指南|草案)$"
)
MODAL = re.compile(r"是|不|会(?!$)|将|能|应|必须|需要|可以|没有|已经|正在|要")


def is_sentence(words: str) -> bool:
    """Marked words with inner or final punctuation, or spoken in the first or second person."""
    return bool(STOP.search(words)) or (bool(PERSON.search(words)) and len(words) >= 4)


def is_clause(words: str) -> bool:
    """A subject with its verb: 我们不能成为所有这些分歧的囚徒; not 粗暴干涉中国内政."""
    if len(words) < 6:
        return False
    if re.match(r"我|你|他|她|它|这(?!种|个|样|项|次)|那是|您|谁", words):
        return True
    tagged = rjieba.tag(words)
    if not tagged or not tagged[0][1].startswith(("n", "r", "j")):
        return False
    head = next((n for n, (_, tag) in enumerate(tagged) if tag in ("v", "vshi", "d", "p", "vyou")), None)
    return (
        head is not None
        and head <= 5
        and tagged[head][0] != "的"
        and bool(MODAL.search(words))
        and (not words.endswith("的") or "是" in words)
    )


def is_term(words: str) -> bool:
    """A string that newspapers put in marks again and again: 一国两制, 港独."""
    return words in terms()


def is_title(words: str) -> bool:
    """The title of a text in marks, or the name of a vessel: 关于推进户籍制度改革的意见, 玉兔二号."""
    if VESSEL.match(words):
        return True
    return len(words) <= 40 and bool(TEXT_TITLE.search(words)) and not STOP.search(words)
