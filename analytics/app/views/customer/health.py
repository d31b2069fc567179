"""A customer's health in parts: state, what it rests on, and the direction it takes."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from analytics.app.components import download, method
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.charts.customer_card import score_words
from analytics.metrics.customer_health import CustomerHealth, HealthPart
from analytics.statistics.estimate import SUPPRESSED_BELOW

#: A sign beside the word and the colour of each state.
SIGNS = {"good": "✓", "uncertain": "?", "bad": "!", "unknown": "–"}


@dataclass(frozen=True, slots=True)
class Told:
    """One part in words: its name, its state, what the records say, and the change."""

    part: str
    state: str
    sentences: str
    change: str


def health_of(context: Context, number: str) -> CustomerHealth:
    """Return a customer's health under the company's own contact standards."""
    found: CustomerHealth = context.metric("customer_health", customer=number, **asked(context))
    return found


def asked(context: Context) -> dict[str, int]:
    """Return the contact standards, as the metric wants them."""
    settings = context.store.settings
    return {f"days_{grade}": settings.integer(f"contact_days_{grade}") for grade in "abcd"}


def show_health(context: Context, health: CustomerHealth, number: str) -> None:
    """Show every part with its state; first in one sentence where trouble is."""
    words = context.words
    told = [_told(context, health, part) for part in health.parts]
    with st.container(border=True, key=context.key("card-health")):
        st.subheader(words("customer_health.title"), anchor=False)
        st.markdown(escaped(_sentence(context, health)))
        st.html('<ul class="health">' + "".join(
            f'<li class="{part.state}"><strong><span aria-hidden="true">{SIGNS[part.state]}</span> '
            f'{escape(words("customer_health.row", part=one.part, state=one.state))}</strong>'
            f"<p>{escape(one.sentences)}</p>{f'<p>{escape(one.change)}</p>' if one.change else ''}</li>"
            for part, one in zip(health.parts, told, strict=True)) + "</ul>")
        download(context, lambda: _table(context, told), f"{context.page}-{number}-health", key="health")
        method(context, "customer_health")


def _sentence(context: Context, health: CustomerHealth) -> str:
    words = context.words
    named = {state: words.listing([words(f"customer_health.part.{part}") for part in health.in_state(state)])
             for state in ("bad", "good", "uncertain", "unknown")}
    first = words("customer_health.trouble", parts=named["bad"]) if named["bad"] else words(
        "customer_health.no_trouble")
    return words.sentences(first, *(words(f"customer_health.{state}", parts=named[state])
                                    for state in ("good", "uncertain", "unknown") if named[state]))


def _table(context: Context, told: list[Told]) -> pd.DataFrame:
    words = context.words
    return pd.DataFrame(
        [(one.part, one.state, one.sentences, one.change) for one in told],
        columns=[words(f"customer_health.table_{name}") for name in ("part", "state", "told", "change")])


def _told(context: Context, health: CustomerHealth, part: HealthPart) -> Told:
    words = context.words
    said = {"buying": _buying, "contact": _contact, "satisfaction": _satisfaction, "complaints": _complaints,
            "service": _service, "contract": _contract}[part.part](context, health, part)
    change = "" if part.direction == "unknown" else words(f"customer_health.direction.{part.direction}")
    return Told(words(f"customer_health.part.{part.part}"), words(f"customer_health.state.{part.state}"),
                words.sentences(*said), change)


def _buying(context: Context, health: CustomerHealth, part: HealthPart) -> list[str]:
    words, signals, found = context.words, health.signals, part.estimate
    if found is None:
        return [words(f"customer_health.buying.{part.code}", now=context.money(part.now))]
    said = [words("customer_health.buying.figure", now=context.money(part.now),
                  usual=context.money(signals.usual_revenue / signals.usual_years),
                  years=words.number(signals.usual_years))]
    if part.code != "few":
        said.append(words("customer_health.buying.share", share=words.percent(found.estimate, 0),
                          interval=words.interval(found, 0), n=words.number(found.n)))
    return [*said, words(f"customer_health.buying.{part.code}", n=words.number(found.n))]


def _contact(context: Context, health: CustomerHealth, part: HealthPart) -> list[str]:
    words, signals = context.words, health.signals
    said = []
    if signals.last_contact_on is not None:
        said = [words("customer_health.contact.last",
                      days=words.number(signals.days_since(signals.last_contact_on))),
                words("customer_health.contact.counts", n=words.number(signals.contacts),
                      inbound=words.number(signals.inbound), before=words.number(signals.contacts_before))]
    said.append(words(f"customer_health.contact.{part.code}", grade=words.value("grade", signals.grade),
                      allowed=words.number(health.allowed)))
    if signals.invited:
        said.append(words("customer_health.contact.answered", k=words.number(signals.answered),
                          n=words.number(signals.invited)))
    return said


def _satisfaction(context: Context, health: CustomerHealth, part: HealthPart) -> list[str]:
    words, signals = context.words, health.signals
    said = []
    if signals.last_score is not None:
        said.append(words("customer_health.satisfaction.last", score=score_words(signals.last_score, words),
                          days=words.number(signals.days_since(signals.last_answer_on))))
    if signals.answers > 1:
        said.append(words("customer_health.satisfaction.mean", score=words.number(signals.score, 1),
                          n=words.number(signals.answers)))
    # Without an answer of the last year a single one of the year before is the last one, told already.
    if signals.answers_before > (1 if not signals.answers else 0):
        said.append(words("customer_health.satisfaction.before", score=words.number(signals.score_before, 1),
                          n=words.number(signals.answers_before)))
    return [*said, words(f"customer_health.satisfaction.{part.code}", n=words.number(signals.invited))]


def _complaints(context: Context, health: CustomerHealth, part: HealthPart) -> list[str]:
    words, signals = context.words, health.signals
    why = words(f"customer_health.complaints.{part.code}", n=words.number(signals.unresolved),
                date=words.date(signals.overdue_since if part.code == "promise_passed"
                                else signals.oldest_open_on))
    if part.state == "unknown":
        return [why]
    return [words("customer_health.complaints.figure", open=words.number(signals.open_complaints),
                  n=words.number(signals.complaints), before=words.number(signals.complaints_before)), why]


def _service(context: Context, health: CustomerHealth, part: HealthPart) -> list[str]:
    words, signals, found = context.words, health.signals, part.estimate
    if found is None:
        return [words(f"customer_health.service.{part.code}", n=words.number(signals.jobs_before))]
    said = [words("customer_health.service.figure", k=words.number(signals.jobs_kept),
                  n=words.number(signals.jobs),
                  usual=words.percent(signals.company_jobs_kept / signals.company_jobs, 0))]
    if found.n >= SUPPRESSED_BELOW:
        said.append(words("customer_health.service.share", share=words.percent(found.estimate, 0),
                          interval=words.interval(found, 0)))
    if signals.jobs_before:
        said.append(words("customer_health.service.before", k=words.number(signals.jobs_kept_before),
                          n=words.number(signals.jobs_before)))
    return [*said, words(f"customer_health.service.{part.state}")]


def _contract(context: Context, health: CustomerHealth, part: HealthPart) -> list[str]:
    words, signals = context.words, health.signals
    until = signals.contract_until or signals.contract_end
    days = signals.days_until(until)
    said = [words(f"customer_health.contract.{part.code}", date=words.date(until),
                  days=words.number(None if days is None else abs(days)))]
    if part.state != "unknown" and part.now:
        said.append(words("customer_health.contract.monthly", now=context.money(part.now)))
    if part.state != "unknown" and part.before:
        said.append(words("customer_health.contract.monthly_before", now=context.money(part.before)))
    return said
