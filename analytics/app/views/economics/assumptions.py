"""The assumptions a reader may change: each begins at the company's own figure and says whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from analytics.app.context import Context
from analytics.app.views.economics.scenarios import forget, scenario_bar
from analytics.app.views.economics.units import MONEY, PLAIN, RANGES
from analytics.models.economics.customer_value import LEVERS, Assumptions, Lever
from analytics.models.economics.economics import Economics, Terms
from analytics.models.economics.retention_effect import FIVE

#: What the reader chose to be different: fractions of one, and money in whole currency.
CHOSEN = "economics:chosen"
#: The reader's alone, with where they begin.
OWN_WORDS = {"spread": 0.0, "size": FIVE, "cost": 0.0}


def chosen() -> dict[str, float]:
    """Return what the reader chose to be different."""
    found: dict[str, float] = st.session_state.setdefault(CHOSEN, {})
    return found


def value_of(name: str) -> float:
    """Return one of the reader's own choices, or where it begins."""
    return chosen().get(name, OWN_WORDS[name])


def reckoned(found: Economics) -> Assumptions:
    """Return what is reckoned with: the company's own figures, and what the reader chose instead."""
    return assumed_with(found, chosen())


def assumed_with(found: Economics, picked: Mapping[str, float]) -> Assumptions:
    """Return the company's own figures with some replaced; money in whole currency."""
    levers = {name: 100 * value if name in MONEY else value for name, value in picked.items()
              if name in LEVERS}
    return replace(found.assumed, **levers, spread=picked.get("spread", OWN_WORDS["spread"]))


def assume(context: Context) -> Economics:
    """Offer the assumptions and return the company's own."""
    found: Economics = context.metric("economics", terms=Terms.of(context.store.settings))
    with st.container(border=True, key=context.key("card-assumptions")):
        st.header(context.text("assumptions"), anchor=False)
        for row in (LEVERS[:3], LEVERS[3:]):
            columns = st.columns(3)
            for column, lever in zip(columns, (*row, *(["spread"] if len(row) < 3 else [])), strict=True):
                with column:
                    _input(context, lever, _own(found, lever))
                    st.caption(_basis(context, found, lever))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            if chosen():
                st.button(context.text("reset"), key=context.key("reset"), icon=":material/restart_alt:",
                          on_click=_reset)
            scenario_bar(context, chosen(), take)
    return found


def number(context: Context, name: str, own: float | None = None) -> float:
    """Offer one of the reader's own choices, which begins at ``own``, and return it."""
    begins = OWN_WORDS[name] if own is None else own
    _input(context, name, begins)
    return chosen().get(name, begins)


def take(values: Mapping[str, float]) -> None:
    """Reckon with the assumptions of a scenario."""
    st.session_state[CHOSEN] = {name: float(value) for name, value in values.items() if name in RANGES}


def _reset() -> None:
    st.session_state[CHOSEN] = {}
    forget()


def _own(found: Economics, name: str) -> float:
    if name in OWN_WORDS:
        return OWN_WORDS[name]
    value: float = getattr(found.assumed, name)
    return value / 100 if name in MONEY else value


def _factor(name: str) -> float:
    return 1.0 if name in MONEY or name in PLAIN else 100.0


def _input(context: Context, name: str, own: float) -> None:
    key, factor = context.key(f"assume-{name}"), _factor(name)
    least, most, step = RANGES[name]
    shown = chosen().get(name, own) * factor
    st.session_state[key] = min(max(shown, least), most)
    form = "%.2f" if name in PLAIN else "%.0f" if name in MONEY else "%.1f"
    st.number_input(context.text(f"input.{name}", currency=context.currency), least, most, step=step,
                    format=form, key=key, help=context.text(f"input.{name}_help"), on_change=_changed,
                    args=(key, name, factor))


def _changed(key: str, name: str, factor: float) -> None:
    chosen()[name] = st.session_state[key] / factor


def _basis(context: Context, found: Economics, name: Lever | str) -> str:
    """Say whose figure stands in an input, and what the company's own one is."""
    words = context.words
    if name == "spread":
        return context.text("basis.yours" if chosen().get(name) else "basis.alike")
    own = _told_own(context, found, name)  # type: ignore[arg-type]
    if name in chosen():
        return context.text("basis.yours_own", own=own) if own else context.text("basis.yours")
    basis = found.basis(name)  # type: ignore[arg-type]
    if basis == "records":
        told = context.text("basis.records", own=own)
        return words.sentences(told, context.text("basis.margin_share")) \
            if name == "margin" and not found.margin_known else told
    if name == "growth" and found.growth.estimate is not None and found.growth.state != "suppressed":
        return context.text("basis.growth_chance", measured=_growth(context, found))
    if name == "acquisition_cost" and basis == "settings" and found.won_priced:
        return context.text("basis.channels", n=words.number(found.won_priced), won=words.number(found.won))
    return context.text(f"basis.{basis}")


def _told_own(context: Context, found: Economics, name: Lever) -> str:
    words = context.words
    if found.own(name) is None:
        return ""
    if name == "retention":
        return words.rate(found.retention)
    if name == "growth":
        return _growth(context, found)
    if name == "margin":
        return context.text("basis.margin", margin=context.money(found.margin.estimate),
                            low=context.money(found.margin.low), high=context.money(found.margin.high),
                            n=words.number(found.margin.n))
    if name == "acquisition_cost":
        return context.money(found.acquisition_cost)
    return words.percent(found.discount_rate)


def _growth(context: Context, found: Economics) -> str:
    words, growth = context.words, found.growth
    return context.text("basis.growth", growth=words.signed(100 * (growth.estimate or 0.0), 1),
                        low=words.signed(100 * (growth.low or 0.0), 1),
                        high=words.signed(100 * (growth.high or 0.0), 1), n=words.number(growth.n))
