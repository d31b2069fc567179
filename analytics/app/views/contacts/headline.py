"""First of all: how many wait for a contact, and why."""

from __future__ import annotations

import pandas as pd

from analytics.app.components import Figure, answer, chart_card, key_figures
from analytics.app.components import method as method_words
from analytics.app.components.people import People, people
from analytics.app.context import Context
from analytics.app.views.contacts.known import Known
from analytics.charts import contacts as charts
from analytics.metrics.contact_list import STANDARD_REASONS

#: Key figures: the reasons that each adds up.
FIGURES = {"overdue": STANDARD_REASONS, "promise": ("promise",), "quiet": ("quiet",),
           "contract_end": ("contract_end",), "greetings": ("birthday", "anniversary")}
#: The table a reason is read from: without it nobody knows whether there are none.
READ_FROM = {"overdue": "contacts", "promise": "complaints", "quiet": "orders", "contract_end": "contracts"}


def tell(context: Context, found: Known) -> None:
    """Answer first: how many wait for longer than their grade allows, and how many the list names."""
    words, counts = context.words, found.counts
    if not counts.occasions:
        answer(context.text("nobody"))
        return
    late = counts.of(*STANDARD_REASONS)
    standard = context.reader.meta.has_contacts and counts.graded
    answer(
        context.text("answer" if standard else "answer_no_contacts", late=words.number(late.customers),
                     graded=words.number(counts.graded), share=words.percent(
                         late.customers / counts.graded if counts.graded else None, 0),
                     customers=words.number(counts.customers), listed=words.number(len(found.listed))),
        detail=context.text("answer_detail" if _managed(context) else "answer_detail_unmanaged",
                            most=words.number(context.store.settings.integer("contact_list_size")),
                            day=words.date(context.period.as_of)))


def _managed(context: Context) -> bool:
    return bool(context.metric("choices").dimensions.get("account_manager"))


def figures(context: Context, found: Known) -> None:
    """Show how many occasions there are of each kind, with the customers behind them."""
    words, shown = context.words, []
    for name, reasons in FIGURES.items():
        count = found.counts.of(*reasons)
        title, table = context.text(f"figure.{name}"), READ_FROM.get(name)
        if table and not count.occasions and not getattr(context.reader.meta, f"has_{table}"):
            shown.append(Figure(title, "–", note=words(f"empty.needs.{table}")))
            continue
        shown.append(Figure(
            title, words.number(count.occasions),
            note=context.text(f"figure.{name}_note", customers=words.number(count.customers),
                              value=context.money(count.value)),
            help=context.text(f"figure.{name}_help", ahead=words.number(found.options["ahead_days"])),
            behind=People(title, "contact_list", found.behind(reason=",".join(reasons)))
            if count.occasions else None))
    key_figures(context, shown)


def managers(context: Context, found: Known) -> None:
    """Draw whose customers wait; a click lists them."""
    words = context.words
    shown = charts.busiest(found.counts)
    if not shown:
        return
    managed = len({one.account_manager for one in found.counts.managers})
    chart_card(
        context, "managers", charts.managers(found.counts, words), title=context.text("chart.managers"),
        alt=context.text("chart.managers_alt", list=words.listing([
            f"{charts.manager_name(one, words)} {words.number(sum(counts.values()))}"
            for one, counts in shown[:5]])),
        note=context.text("chart.managers_note" if len(shown) < managed else "chart.managers_note_all",
                          shown=words.number(len(shown)), n=words.number(managed)),
        data=lambda: pd.DataFrame([{
            words("columns.account_manager"): one.account_manager or words("values.not_stated"),
            words("columns.contact_reason"): words.value("contact_reason", one.reason),
            context.text("column.occasions"): one.occasions, words("columns.customers"): one.customers,
            context.in_currency(words("columns.value")): one.value / 100} for one in found.counts.managers]),
        select=lambda point: _of_manager(context, found, str(point["y"])))


def _of_manager(context: Context, found: Known, name: str) -> None:
    manager = next((one.account_manager for one in found.counts.managers
                    if charts.manager_name(one.account_manager, context.words) == name), None)
    if manager is not None:
        people(context, People(name, "contact_list", found.behind(manager=manager)), key="manager")


def explain(context: Context) -> None:
    """Say how the list comes about."""
    settings, words = context.store.settings, context.words
    grades = settings.text("senior_visit_grades").upper()
    method_words(
        context, standards=words.listing([words("contacts.standard", grade=grade.upper(), days=words.number(
            settings.integer(f"contact_days_{grade}"))) for grade in "abcd"]),
        senior=context.text("senior", days=words.number(settings.integer("senior_visit_days")),
                            grades=words.listing(list(grades)))
        if grades and settings.integer("senior_visit_days") else context.text("senior_none"),
        ahead=words.number(settings.integer("contact_ahead_days")))
