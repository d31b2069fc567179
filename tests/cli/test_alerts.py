"""Alerts on the command line: told by a real mail server, in the recipient's language, and once only."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from analytics.filters import Filters
from analytics.i18n import Translator
from analytics.metrics.lost_customers import lost_customers
from analytics.workspace import Workspace
from analytics.workspace.alerts import Alert, alerts, save_alert

LATE = Alert("流失偏高", "threshold", "churn_rate", 0.05, {"size": ["large"]}, "wang@example.com", "zh-CN")
#: Nobody is lost at such a rate.
WELL = Alert("Churn", "threshold", "churn_rate", 0.9, {}, "li@example.com")
GONE = Alert("Old segment", "threshold", "churn_rate", 0.05, {"saved": ["nosuch"]}, "li@example.com")


class Taking:
    """Keeps the mails it is given; refuses them while told to."""

    def __init__(self):
        self.mails, self.refuse = [], False

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return "451 try again later"
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


@pytest.fixture
def server():
    taking = Taking()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        taking.port = free.getsockname()[1]
    controller = Controller(taking, hostname="127.0.0.1", port=taking.port)
    controller.start()
    yield taking
    controller.stop()


@pytest.fixture
def workspace(demo_store_path, command, monkeypatch, tmp_path, server):
    url = f"sqlite:///{tmp_path}/workspace.sqlite"
    for name, value in {"store": str(demo_store_path), "workspace_url": url, "smtp_host": "127.0.0.1",
                        "smtp_port": str(server.port), "smtp_security": "none",
                        "smtp_sender": "huitou@example.com",
                        "dashboard_address": "https://dash.example.com/"}.items():
        monkeypatch.setenv(f"HUITOU_{name.upper()}", value)
    return Workspace(url)


def states(outcome) -> dict[str, str]:
    return {row["alert"]: row["state"] for row in json.loads(outcome.out[:outcome.out.rindex("}") + 1])["rows"]}


def test_an_alert_is_mailed_once_in_the_recipients_language_and_with_the_recipients_filter(
        workspace, command, server, demo_reader):
    for one in (LATE, WELL, GONE, replace(LATE, name="paused", active=False)):
        save_alert(workspace, one, "Li")
    assert states(command("alerts", "--format", "json")) == {
        "流失偏高": "to be sent", "Churn": "all is well", "Old segment": "cannot be checked", "paused": "paused"}
    assert server.mails == []
    assert states(command("alerts", "--send", "--format", "json"))["流失偏高"] == "sent"
    ((recipients, mail),) = server.mails
    rate = Translator("zh-CN").rate(lost_customers(demo_reader, Filters.of(size="large"), by=()).total.churn_rate)
    text = mail.get_content()
    assert (recipients, mail["From"]) == (["wang@example.com"], "huitou@example.com")
    assert mail["Subject"].endswith("：流失偏高")
    assert f"客户流失率：{rate}；整个区间都超过 5.0%。" in text
    assert "规模：大型" in text
    assert "https://dash.example.com/lost_customers?size=large&language=zh-CN" in text
    assert states(command("alerts", "--send", "--format", "json"))["流失偏高"] == "told before"
    assert len(server.mails) == 1
    # Another threshold is another occasion.
    save_alert(workspace, replace(next(one for one in alerts(workspace) if one.name == LATE.name), threshold=0.06),
               "Li")
    assert states(command("alerts", "--send", "--format", "json"))["流失偏高"] == "sent"


def test_a_mail_that_was_refused_is_tried_again(workspace, command, server):
    save_alert(workspace, LATE, "Li")
    server.refuse = True
    refused = command("alerts", "--send")
    assert (refused.status, "451" in refused.err) == (2, True)
    server.refuse = False
    assert states(command("alerts", "--send", "--format", "json"))["流失偏高"] == "sent"
    assert len(server.mails) == 1


def test_nobody_is_mailed_more_than_five_times_a_week(workspace, command, server):
    for place in range(7):
        save_alert(workspace, replace(LATE, name=f"{place}", threshold=0.01 + place / 1000), "Li")
    found = states(command("alerts", "--send", "--format", "json"))
    assert [found[f"{place}"] for place in range(7)] == ["sent"] * 5 + ["waits: five this week"] * 2
    assert len(server.mails) == 5


def test_without_a_mail_server_alerts_are_listed_and_sending_says_what_to_set(workspace, command, monkeypatch):
    assert command("alerts").out == ""
    save_alert(workspace, LATE, "Li")
    monkeypatch.setenv("HUITOU_SMTP_HOST", "")
    refused = command("alerts", "--send")
    assert (refused.status, "smtp_host" in refused.err) == (2, True)
    assert "流失偏高" in refused.out
