"""Telling an alert: as a sentence in the recipient's language, and by e-mail."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import urlencode

from analytics.errors import DeliveryFailed
from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.models.alerting import Standing
from analytics.settings import Settings

#: Seconds the mail server may take to answer.
PATIENCE = 20.0


def alert_sentence(standing: Standing, words: Translator) -> str:
    """Say what an alert has to tell; empty where it has nothing."""
    facts, rule = standing.facts, standing.alert.rule
    if not standing.occasion:
        return ""
    if rule == "threshold":
        return words("goals.alert.threshold", figure=words(f"goals.figure.{standing.alert.metric}"),
                     now=words.rate(facts["now"]), threshold=words.percent(facts["threshold"]))
    if rule == "control_chart":
        return words("goals.alert.run" if facts["run"] else "goals.alert.control_chart",
                     month=words.month(facts["month"]), lost=words.number(facts["lost"]),
                     customers=words.number(facts["customers"]), rate=words.percent(facts["rate"]),
                     upper=words.percent(facts["upper"]))
    return words("goals.alert.overdue", n=words.number(facts["customers"]), day=words.date(facts["day"]),
                 list=words.listing(list(facts["names"])))


def alert_mail(standing: Standing, words: Translator, *, company: str, sender: str,
               address: str = "") -> EmailMessage:
    """Write the mail of an alert, in plain text.

    Parameters
    ----------
    standing : Standing
        With something to tell.
    words : Translator
        Of the recipient's language.
    company, sender : str
    address : str
        Of the dashboard; empty: no link.
    """
    filters = standing.filters
    body = [alert_sentence(standing, words), words("goals.mail.about", who=filters.sentence(words))]
    if address:
        body.append(words("goals.mail.link", url=f"{address.rstrip('/')}/{_page(standing)}"
                                                 f"{_query(filters, words)}"))
    body.append(words("goals.mail.why", name=standing.alert.name))
    mail = EmailMessage()
    mail["Subject"] = words("goals.mail.subject", company=company, name=standing.alert.name)
    mail["From"], mail["To"] = sender, standing.alert.recipient
    mail.set_content("\n\n".join(body) + "\n")
    return mail


def send_mail(settings: Settings, mail: EmailMessage) -> None:
    """Hand a mail to the server of the settings.

    Raises
    ------
    DeliveryFailed
        None is set, or it did not take the mail.
    """
    host = settings.text("smtp_host")
    if not host or not settings.text("smtp_sender"):
        raise DeliveryFailed("No mail server is set.", code="mail_unset",
                             hint="Set smtp_host and smtp_sender.")
    security, port = settings.text("smtp_security"), settings.integer("smtp_port")
    context = ssl.create_default_context()
    try:
        server = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context) if security == "tls" \
            else smtplib.SMTP(host, port, timeout=PATIENCE)
        with server:
            if security == "starttls":
                server.starttls(context=context)
            if user := settings.text("smtp_user"):
                server.login(user, settings.text("smtp_password"))
            server.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryFailed(f"The mail server {host} did not take the mail: {error}.", code="mail_refused",
                             host=host, reason=str(error)) from error


def _page(standing: Standing) -> str:
    return "grades" if standing.alert.rule == "overdue" else "lost_customers" \
        if standing.alert.rule == "control_chart" or "churn" in standing.alert.metric else "goals"


def _query(filters: Filters, words: Translator) -> str:
    query = urlencode({**filters.to_query(), "language": words.language}, doseq=True)
    return f"?{query}"
