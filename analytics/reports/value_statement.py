"""A customer's statement of value as a page to print: what the records prove, in one language."""

from __future__ import annotations

from html import escape
from pathlib import Path

from analytics.i18n import Translator
from analytics.metrics.value_statement import ValueStatement

STYLE = (Path(__file__).with_suffix(".css")).read_text("utf-8")


def statement_lines(statement: ValueStatement, words: Translator,
                    currency: str) -> list[tuple[str, str, str]]:
    """Return every line as name, figure and particulars."""
    told = []
    for line in statement.shown:
        figure, particulars = _LINES[line](statement, words, currency)
        told.append((words(f"value_statement.line.{line}"), figure, words.sentences(*particulars)))
    return told


def statement_body(statement: ValueStatement, words: Translator, currency: str, company: str) -> str:
    """Return the statement as HTML to stand in a page."""
    name = statement.name or statement.customer_id
    lines = statement_lines(statement, words, currency)
    rows = "".join(f"<tr><th scope=\"row\">{escape(line)}</th><td class=\"figure\">{escape(figure)}</td>"
                   f"<td>{escape(particulars)}</td></tr>" for line, figure, particulars in lines)
    table = f"<table><tbody>{rows}</tbody></table>" if lines else (
        f"<p>{escape(words('value_statement.empty'))}</p>")
    contact = "" if statement.account_manager is None else words(
        "value_statement.contact", who=statement.account_manager)
    return (
        f'<section class="statement" lang="{words.language}">'
        f'<p class="company">{escape(company)}</p>'
        f"<h2>{escape(words('value_statement.heading', name=name))}</h2>"
        f"<p>{escape(_period(statement, words))}</p>{table}"
        f"<p class=\"foot\">{escape(words.sentences(words('value_statement.foot'), contact))}</p></section>")


def statement_page(statement: ValueStatement, words: Translator, currency: str, company: str) -> str:
    """Return the statement as a page of its own, which needs nothing else to be read or printed."""
    title = escape(words("value_statement.heading", name=statement.name or statement.customer_id))
    return (f'<!doctype html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
            f"<style>{STYLE}</style></head><body>"
            f"{statement_body(statement, words, currency, company)}</body></html>\n")


def _period(statement: ValueStatement, words: Translator) -> str:
    return words("value_statement.period", first=words.date(statement.starts_on),
                 last=words.date(statement.ends_on))


def _jobs(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    told = []
    if one.jobs_promised:
        told.append(words("value_statement.jobs_on_time", k=words.number(one.jobs_on_time),
                          n=words.number(one.jobs_promised)))
    if one.jobs_judged:
        told.append(words("value_statement.jobs_right", k=words.number(one.jobs_right),
                          n=words.number(one.jobs_judged)))
    return words.number(one.jobs), told


def _enquiries(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    return words.number(one.enquiries), [
        words("value_statement.enquiries_within", k=words.number(one.answered_quickly),
              n=words.number(one.enquiries)),
        words("value_statement.enquiries_median", n=words.number(one.answer_minutes))]


def _saved(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    return words.money(one.saved, currency), [words(
        "value_statement.saved_on", n=words.number(one.lines), list=words.money(one.list_total, currency),
        share=words.percent(one.saved / one.list_total))]


def _complaints(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    told = [words("value_statement.complaints_resolved", k=words.number(one.complaints_resolved),
                  n=words.number(one.complaints_closed))]
    if one.resolved_days is not None:
        told.append(words("value_statement.complaints_days", n=words.number(one.resolved_days)))
    if one.promises:
        told.append(words("value_statement.promises", k=words.number(one.promises_kept),
                          n=words.number(one.promises)))
    if one.compensation:
        told.append(words("value_statement.compensation", money=words.money(one.compensation, currency)))
    return words.number(one.complaints_closed), told


def _visits(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    return words.number(one.visits), []


def _trainings(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    return words.number(one.trainings), []


def _offers(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    return words.number(one.offers_used), []


def _programmes(one: ValueStatement, words: Translator, currency: str) -> tuple[str, list[str]]:
    return words.number(len(one.programmes)), [
        words("value_statement.programmes_named", list=words.listing(list(one.programmes)))]


_LINES = {"jobs": _jobs, "enquiries": _enquiries, "saved": _saved, "complaints": _complaints,
          "visits": _visits, "trainings": _trainings, "offers": _offers, "programmes": _programmes}
