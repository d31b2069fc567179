"""The words of a remark, Chinese segmented and English in the singular; and remarks without personal data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

#: Words that say nothing by themselves.
_EMPTY = frozenset("""
    的 了 是 在 我 我们 你 你们 他 他们 她 它 也 就 都 和 与 及 很 太 又 再 还 要 会 能 有 说 把 被 让 给
    对 从 到 为 等 这 那 个 一 一个 之 其 而 但 并 或 吧 吗 呢 啊 得 地 着 过 来 去 上 下 里 中 客户 我司
    贵司 不 没 没有 已 已经 才 只 比
    a an the and or of to in on at by for with from as but so than then that this these those it its is are
    was were be been being we our us they them their you your i my me he she his her who what when which
    how there here not no do does did done have has had will would can could should may might just only
    very too more most also again all any some customer says said asks asked
    """.split())  # noqa: SIM905
_ENGLISH = re.compile(r"[a-z]+(?:'[a-z]+)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
#: What could lead to a person. Dates and amounts have fewer digits.
_PERSONAL = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"(?<![\w@])@[\w.-]{3,}"),
    re.compile(r"(?:微信号?|weixin|wechat|QQ)[：:\s]*[A-Za-z0-9_-]{5,}", re.IGNORECASE),
    re.compile(r"\+?\(?\d(?:[\s().-]{0,2}\d){6,}[Xx]?"),
)
MASK = "•••"


def masked(text: str) -> str:
    """Return a remark without telephone numbers, addresses of electronic mail and other accounts."""
    for pattern in _PERSONAL:
        text = pattern.sub(MASK, text)
    return text


def terms(text: str) -> frozenset[str]:
    """Return the words of a remark that say something, each once.

    Parameters
    ----------
    text : str
        In Chinese, English or both.
    """
    found = {singular(word) for word in _ENGLISH.findall(text.lower()) if len(word) > 1}
    if _CHINESE.search(text):
        found |= {word for word in _segmented(text) if _CHINESE.search(word)}
    return frozenset(found - _EMPTY)


def english_words(text: str) -> frozenset[str]:
    """Return the English words of a remark in the singular, with those that say nothing."""
    return frozenset(singular(word) for word in _ENGLISH.findall(text.lower()))


def singular(word: str) -> str:
    """Join the plural of an English word with its singular; what only looks like one stays."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")):
        return word[:-1]
    return word.removesuffix("'s")


def _segmented(text: str) -> Iterable[str]:
    return _cutter()(text)


@cache
def _cutter() -> Callable[[str], list[str]]:
    # The dictionary takes a moment to load; only who reads remarks needs it.
    from rjieba import cut

    return cut
