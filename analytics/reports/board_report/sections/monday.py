"""What to do on Monday: what calls for attention now, in order, with how many and what they are worth."""

from __future__ import annotations

from analytics.metrics.attention import COMPLAINT_DAYS, CONTRACT_DAYS, Attention
from analytics.metrics.lost_customers import LostCustomers
from analytics.metrics.survey_standards import SurveyStandards
from analytics.models.at_risk import AtRisk
from analytics.reports.board_report.parts import Section, Sources
from analytics.reports.board_report.sections.at_risk import saving

STEM = "monday"


def section(sources: Sources) -> Section | None:
    """List what to do first; nobody is named, the pages have the lists."""
    steps = [*_cases(sources), *_risks(sources), *_cause(sources), *_standards(sources)]
    if not steps:
        return None
    return Section(STEM, sources.text("section.monday"), sources.text(
        "monday_answer", steps=sources.words.number(len(steps))), sources.text("monday_detail"),
        steps=tuple(steps))


def _cases(sources: Sources) -> list[str]:
    words = sources.words
    found: Attention = sources.asked("attention")
    return [words.sentences(
        words(f"overview.attention.{one.kind}", cases=words.number(one.cases),
              customers=words.number(one.customers), value=sources.money(one.value),
              days=COMPLAINT_DAYS if one.kind == "complaint_overdue" else CONTRACT_DAYS,
              longest=words.number(one.longest)), sources.text(f"do_{one.kind}")) for one in found.kinds]


def _risks(sources: Sources) -> list[str]:
    if sources.served.card is None:
        return []
    found: AtRisk = sources.asked("at_risk", scores=sources.served.scores)
    return [saving(sources, found)] if found.customers and found.expected_loss else []


def _cause(sources: Sources) -> list[str]:
    """Name the stated cause that cost most, where it can be influenced."""
    words = sources.words
    found: LostCustomers = sources.asked("lost_customers", by=(("size",), ("cause_class",), ("branch",)))
    stated = [row for row in found.rows["cause_class",]
              if row.group[0] not in (None, "not_stated", "other", "involuntary") and row.value_lost > 0]
    if not stated:
        return []
    most = max(stated, key=lambda row: row.value_lost)
    return [sources.text("do_cause", cause=words.value("cause_class", most.group[0]),
                         lost=words.number(most.lost), value=sources.money(most.value_lost))]


def _standards(sources: Sources) -> list[str]:
    if not sources.meta.has_surveys:
        return []
    words = sources.words
    found: SurveyStandards = sources.asked("survey_standards")
    return [sources.text("do_standard", question=words.value("question", question),
                         share=words.rate(one.judged.share), standard=words.percent(one.standard.value))
            for question, one in found.questions.items() if one.judged.light == "below"]
