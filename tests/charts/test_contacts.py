"""The chart of contacts: account managers by what waits, and each kind under its own name."""

from __future__ import annotations

import pytest

from analytics.charts.contacts import MOST, busiest, managers
from analytics.i18n import Translator
from analytics.metrics.contact_list import ContactCount, ContactCounts


def counts(*given: tuple[str | None, str, int]) -> ContactCounts:
    found = tuple(ContactCount(reason, manager, occasions, occasions, 0) for manager, reason, occasions in given)
    return ContactCounts(0, 0, 0, (), found)


def test_the_busiest_come_first_and_no_more_than_are_drawn():
    found = counts(("Li", "overdue", 3), ("Li", "senior_visit", 2), ("Li", "promise", 1), (None, "quiet", 7),
                   ("Wang", "birthday", 6), *((f"M{place}", "anniversary", 1) for place in range(20)))
    shown = busiest(found)
    assert len(shown) == MOST
    assert shown[:3] == [
        (None, {"promise": 0, "overdue": 0, "ending": 7, "greetings": 0}),
        ("Li", {"promise": 1, "overdue": 5, "ending": 0, "greetings": 0}),
        ("Wang", {"promise": 0, "overdue": 0, "ending": 0, "greetings": 6})]


@pytest.mark.parametrize(("language", "nobody", "kinds"), [
    ("en", "No account manager", ["Promises", "Overdue by standard", "Quiet, or contract ending",
                                  "Birthdays, anniversaries"]),
    ("zh-CN", "未指定客户经理", ["承诺", "超过等级标准", "久未下单或合同将到期", "生日与周年"])])
def test_every_kind_is_drawn_under_its_name_with_a_pattern_of_its_own(language, nobody, kinds):
    figure = managers(counts((None, "quiet", 7), ("Li", "overdue", 3)), Translator(language)).to_dict()
    assert [trace["name"] for trace in figure["data"]] == kinds
    assert [list(trace["x"]) for trace in figure["data"]] == [[0, 0], [0, 3], [7, 0], [0, 0]]
    assert list(figure["data"][0]["y"]) == [nobody, "Li"]
    assert len({trace["marker"]["pattern"]["shape"] for trace in figure["data"]}) == 4
