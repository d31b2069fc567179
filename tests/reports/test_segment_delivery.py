"""Segments reach a folder whole and a real server as JSON; what goes wrong is said."""

from __future__ import annotations

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pandas as pd
import pytest

from analytics.errors import DeliveryFailed
from analytics.reports.segment_delivery import deliver_call, deliver_file

CUSTOMERS = pd.DataFrame({"customer_id": ["C1", "=2+3"], "name": ["重庆 Wang", None], "value": [12.5, None],
                          "last_order_on": pd.to_datetime(["2026-06-30", None])})


@pytest.fixture
def crm():
    """A CRM that keeps what it is sent, and refuses a segment of the name "refused"."""
    kept = []

    class Crm(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8"))
            kept.append((self.headers["Content-Type"], sent))
            refused = sent["segment"] == "refused"
            self.send_response(422 if refused else 202)
            self.end_headers()
            self.wfile.write("不认识的字段".encode() if refused else b"ok")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Crm)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", kept
    server.shutdown()
    server.server_close()


def test_the_server_gets_the_customers(crm):
    url, kept = crm
    assert deliver_call(url, "重点客户", date(2026, 6, 30), CUSTOMERS) == 202
    assert kept == [("application/json; charset=utf-8", {
        "segment": "重点客户", "as_of": "2026-06-30", "customers": [
            {"customer_id": "C1", "name": "重庆 Wang", "value": 12.5, "last_order_on": "2026-06-30T00:00:00.000"},
            {"customer_id": "=2+3", "name": None, "value": None, "last_order_on": None}]})]


def test_a_refusal_is_told_in_the_servers_words(crm):
    with pytest.raises(DeliveryFailed) as failed:
        deliver_call(crm[0], "refused", None, CUSTOMERS)
    assert failed.value.details["status"] == 422
    assert failed.value.details["told"] == "不认识的字段"


@pytest.mark.parametrize(("url", "code"), [
    ("http://127.0.0.1:1/hook", "delivery_unreachable"), ("file:///etc/passwd", "delivery_address"),
    ("crm.example", "delivery_address")])
def test_what_is_no_server_is_said(url, code):
    with pytest.raises(DeliveryFailed) as failed:
        deliver_call(url, "x", None, CUSTOMERS)
    assert failed.value.code == code


def test_the_folder_gets_a_whole_file_in_which_nothing_runs(tmp_path):
    file = deliver_file(tmp_path, "重点 客户/../x", CUSTOMERS)
    assert file.parent == tmp_path
    assert file.name.startswith("重点-客户-x-")
    lines = file.read_bytes().decode("utf-8-sig").splitlines()
    assert lines[1:] == ["C1,重庆 Wang,12.5,2026-06-30", "'=2+3,,,"]
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_a_folder_that_is_not_there_is_not_made_up_for(tmp_path):
    with pytest.raises(DeliveryFailed) as failed:
        deliver_file(tmp_path / "typo", "x", CUSTOMERS)
    assert failed.value.code == "delivery_folder"
