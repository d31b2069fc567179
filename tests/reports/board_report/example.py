"""A small report with figures chosen by hand, one chart of every kind among them."""

from __future__ import annotations

from analytics.reports.board_report import BoardReport, Chart, Figure, Section, Series
from analytics.reports.board_report.parts import counted
from analytics.statistics.intervals import rate

RATES = (rate(8, 40), rate(5, 20), rate(1, 5))

WORDS = {
    "en": {"company": "Harbour Tools", "title": "Board report", "answer": "We lost 13 of 60 customers (21.7%).",
           "names": ("large", "medium", "=1+1"), "chart": "Which sizes are leaving?", "step": "Call 5 customers."},
    "zh-CN": {"company": "港湾工具", "title": "董事会报告", "answer": "60 位客户中流失了 13 位（21.7%）。",
              "names": ("大型", "中型", "=1+1"), "chart": "哪些规模在流失？", "step": "致电 5 位客户。"},
}


def report(language: str = "en") -> BoardReport:
    told = WORDS[language]
    names = told["names"]
    bars = Chart("bars", told["chart"], "Size", names, (Series("Churn rate", RATES, "#D55E00"),), "percent",
                 "A note.")
    money = Chart("columns", "Value lost", "Size", names,
                  (Series("Value", counted((1_250_000_00, 40_000_00, None)), "#0072B2"),), "money")
    flow = Chart("stacked", "Flow", "Month", ("Jan", "Feb"), (
        Series("won", counted((5, 3)), "#0072B2"), Series("lost", counted((-2, -4)), "#D55E00")), "number")
    line = Chart("line", "Kept", "Months", ("0", "6", "12"), (
        Series("everyone", (rate(40, 40), rate(36, 40), rate(30, 40)), "#7F8D99"),
        Series("few", (rate(5, 5), rate(4, 5), rate(3, 5)), "#CC79A7")), "percent")
    return BoardReport(
        language, "CNY", told["company"], told["title"], "As of 30 Jun 2026", "All customers, n = 60",
        "Build 20260630-000000-000001", "", (
            Section("lost_customers", "=HYPERLINK(\"x\")", told["answer"], "@A detail",
                    (Figure("Churn rate", "21.7%", "95% 13.1–33.6%"),), (bars, money), method=(("Formula", "a/b"),)),
            Section("monday", "Monday", "What to do.", charts=(flow, line), steps=(told["step"],))),
        ("Surveys",))
