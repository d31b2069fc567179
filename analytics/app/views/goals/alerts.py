"""Alerts: which stand now, and the forms to set and change them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from analytics.app.cache import cached_metric
from analytics.app.components.answer import escaped
from analytics.app.context import Context
from analytics.app.views.goals.saving import attempt
from analytics.app.workspace import reader_name, saved_segment
from analytics.errors import UnknownName, WorkspaceError
from analytics.i18n import LANGUAGES
from analytics.metrics.goal_figure import GOAL_FIGURES
from analytics.models.alerting import RULES, standing
from analytics.reports.alert_mail import alert_sentence
from analytics.workspace import has_workspace, open_workspace
from analytics.workspace.alerts import Alert, delete_alert, save_alert
from analytics.workspace.alerts import alerts as kept_alerts


@dataclass(frozen=True, slots=True)
class Checked:
    """An alert and what it has to tell; nothing where all is well."""

    alert: Alert
    sentence: str
    who: str
    gone: bool = False


def checked_alerts(context: Context) -> tuple[Checked, ...]:
    """Check every alert that is active; none where nothing can be reached."""
    try:
        kept = kept_alerts(open_workspace(context.store)) if has_workspace(context.store) else ()
    except WorkspaceError:
        # The goals say so on the page; elsewhere the alerts are simply not there.
        return ()
    return tuple(_checked(context, alert) for alert in kept)


def _checked(context: Context, alert: Alert) -> Checked:
    words = context.words
    if not alert.active:
        return Checked(alert, "", "")
    ask = partial(cached_metric, context.reader)
    try:
        found = standing(ask, context.reader, context.store.settings, alert, saved_segment)
    except UnknownName:
        return Checked(alert, "", "", gone=True)
    return Checked(alert, alert_sentence(found, words), found.filters.sentence(words))


def alerts(context: Context, checked: tuple[Checked, ...]) -> None:
    """List the alerts with what they have to tell, and take new ones and changes."""
    with st.container(border=True, key=context.key("card-alerts")):
        st.header(context.text("alerts_title"), anchor=False)
        st.caption(context.text("mail_set" if context.store.settings.text("smtp_host") else "mail_unset"))
        for one in checked:
            _line(context, one)
        with st.expander(context.text("new_alert"), key=context.key("alert-new"),
                         icon=":material/add_alert:"):
            st.caption(context.text("about", who=context.filters.sentence(context.words)))
            query = {key: [value] if isinstance(value, str) else value
                     for key, value in context.filters.to_query().items() if key not in ("period", "as_of")}
            begun = Alert("", RULES[0], "churn_rate", 0.2, query, language=context.words.language)
            _form(context, begun, "new")


def _line(context: Context, one: Checked) -> None:
    alert = one.alert
    told = one.sentence or context.text(
        "cannot" if one.gone else "all_well" if alert.active else "paused")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/{'notifications_active' if one.sentence else 'notifications_none'}: "
                    + escaped(context.text("line_alert", name=alert.name, who=one.who or "–")),
                    width="content")
        with st.popover(context.text("change"), key=context.key(f"alert-{alert.code}"), type="tertiary",
                        icon=":material/edit:"):
            _form(context, alert, alert.code)
    st.caption(escaped(told))


def _form(context: Context, alert: Alert, key: str) -> None:
    seen = context.key(f"alert-seen-{key}")
    version = st.session_state.setdefault(seen, alert.version)
    mine = replace(_fields(context, alert, key), code=alert.code, version=version)
    who = st.text_input(context.text("who"), reader_name(), max_chars=120,
                        key=context.key(f"alert-who-{key}"))
    with st.container(horizontal=True, gap="small"):
        if st.button(context.text("keep"), type="primary", key=context.key(f"alert-keep-{key}")):
            attempt(context, lambda: save_alert(open_workspace(context.store), mine, who.strip()),
                    who.strip(), seen)
        if alert.version and st.button(context.text("delete"), key=context.key(f"alert-delete-{key}")):
            attempt(context, lambda: delete_alert(open_workspace(context.store), mine, who.strip()),
                    who.strip(), seen)


def _fields(context: Context, alert: Alert, key: str) -> Alert:
    figures, languages = list(GOAL_FIGURES), list(LANGUAGES)
    left, right = st.columns(2)
    with left:
        name = st.text_input(context.text("name"), alert.name, max_chars=120,
                             key=context.key(f"alert-name-{key}"))
        recipient = st.text_input(context.text("recipient"), alert.recipient, max_chars=200,
                                  key=context.key(f"alert-recipient-{key}"),
                                  help=context.text("recipient_help"))
        language = st.selectbox(context.text("language"), languages, languages.index(alert.language),
                                key=context.key(f"alert-language-{key}"), format_func=LANGUAGES.__getitem__)
    metric, threshold = alert.metric, alert.threshold
    with right:
        rule = st.selectbox(context.text("rule"), RULES, RULES.index(alert.rule),
                            key=context.key(f"alert-rule-{key}"),
                            format_func=lambda code: context.text(f"rules.{code}"))
        if rule == "threshold":
            metric = st.selectbox(context.text("metric"), figures, figures.index(metric or figures[0]),
                                  key=context.key(f"alert-metric-{key}"),
                                  format_func=lambda code: context.text(f"figure.{code}"))
            threshold = st.number_input(context.text("threshold"), 0.1, 300.0, 100 * (threshold or 0.2),
                                        step=1.0, format="%.1f", key=context.key(f"alert-threshold-{key}")
                                        ) / 100
        active = st.toggle(context.text("active"), alert.active, key=context.key(f"alert-active-{key}"))
    if rule != "threshold":
        metric, threshold = "", None
    return Alert(name, rule, metric, threshold, alert.filters, recipient, language, active)
