"""Both languages are complete, say the same placeholders, and hold nothing that is never shown."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from analytics.i18n import LANGUAGES, Translator, catalogue

ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
#: Texts that rightly read the same in both languages.
SAME = re.compile(r"[\W\d_]*|CSV|Excel|n = \{n\}|.*\bROC AUC\b.*|[A-D]|NPS|EMPC|Brier|p′|Huitou.*")


def placeholders(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


def test_languages_have_the_same_keys():
    english, chinese = catalogue("en"), catalogue("zh-CN")
    assert sorted(english.keys() - chinese.keys()) == [], "missing in Chinese"
    assert sorted(chinese.keys() - english.keys()) == [], "missing in English"


def test_placeholders_are_equal():
    english, chinese = catalogue("en"), catalogue("zh-CN")
    wrong = {key: (text, chinese[key]) for key, text in english.items()
             if key in chinese and placeholders(text) != placeholders(chinese[key])}
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_written_in_their_language(language):
    words = catalogue(language)
    if language == "en":
        wrong = [key for key, text in words.items() if CHINESE.search(text)]
    else:
        english = catalogue("en")
        wrong = [key for key, text in words.items()
                 if not CHINESE.search(text) and text == english.get(key) and not SAME.fullmatch(text)
                 and not re.fullmatch(r"[{}\w .%·=/<>≥≤()~^+−–-]*", text)]
    assert not wrong


def test_one_of_anything_is_singular_in_english():
    """A count of one never reads "1 customers" or "1 were lost"."""
    words = Translator("en")
    figures = re.compile(r"\b1 (?!of|from|still)(?:[a-z]+ )?(?:" + "|".join(COUNTED) + r")\b")
    wrong = {key: said for key, text in catalogue("en").items() if (names := placeholders(text))
             if figures.search(said := words(key, **{name: "–" if name in SHARES else "1" for name in names}))}
    assert not wrong


#: Placeholders that are shares or names, not counts.
SHARES = {"rate", "share", "kept", "bottom", "target", "size", "file"}
#: What is counted, in the plural, and the verbs that go with it.
COUNTED = ("customers", "months", "days", "losses", "answers", "filters", "groups", "cases", "years", "orders",
           "complaints", "jobs", "rows", "files", "alarms", "quarters", "branches", "columns", "questions",
           "surveys", "imports", "causes", "leavers", "were", "are", "have")


def test_chinese_uses_full_width_punctuation():
    # A half-width mark between two Chinese characters is a translator's slip.
    slip = re.compile(r"[\u4e00-\u9fff][,;:?!()][\u4e00-\u9fff]")
    wrong = {key: text for key, text in catalogue("zh-CN").items() if slip.search(text)}
    assert not wrong


def test_no_text_is_unused():
    """Every key is named in the code, whole or by a prefix it is composed from."""
    code = "\n".join(path.read_text("utf-8") for folder in ("analytics", "pages", "tests/browser")
                     for path in (ROOT / folder).glob("**/*.py"))
    code += "\n".join(path.read_text("utf-8") for path in (ROOT / "analytics").glob("**/*.toml")
                      if "catalogue" not in path.parts)
    literals = set(re.findall(r"""["']([\w.{}\[\]() -]+)["']""", code))
    composed = {re.sub(r"\{.*", "", one) for one in literals if "{" in one}
    prefixes = {one for one in composed if one.count(".") >= 1 or one.endswith("_")}
    stems = {path.stem for path in (ROOT / "pages").glob("*.py")}
    unused = []
    for key in catalogue("en"):
        subject, _, rest = key.partition(".")
        named = {key, rest, key.rpartition(".")[2]} & literals
        by_prefix = any(key.startswith(one) or (subject in stems and rest.startswith(one)) or rest.startswith(one)
                        for one in prefixes if one)
        if not named and not by_prefix and subject not in OPEN_SUBJECTS:
            unused.append(key)
    assert not unused


#: Subjects whose keys are codes that data or results deliver, not literals of the code.
OPEN_SUBJECTS = {"values", "columns", "rules", "schema", "errors", "verdicts"}


def test_pages_hold_no_literal_text():
    """What people read comes from the catalogue: a page or view passes no sentence of its own."""
    calls = re.compile(r"""st\.(?:title|header|subheader|markdown|write|caption|text|info|warning|error|success|
                           metric|button|toggle|checkbox|selectbox|expander|radio|slider)\(\s*f?["'](?!\*\*\{|-\ [*{]|:)""",
                       re.VERBOSE)
    wrong = [f"{path.relative_to(ROOT)}: {match.group(0)}"
             for path in [*ROOT.glob("pages/*.py"), *ROOT.glob("analytics/app/**/*.py")]
             for match in calls.finditer(path.read_text("utf-8"))]
    assert not wrong
