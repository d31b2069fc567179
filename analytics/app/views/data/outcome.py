"""What came of a trial or of an import, in sentences, figures and the first refused rows."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.app.components import table
from analytics.app.context import StoreContext
from analytics.app.views.data.wording import rules_frame, table_words, tell_rules
from analytics.importing import ImportReport
from analytics.importing.wording import copies_line, foreign_line, unused_line

COUNTS = ("read", "accepted", "refused", "duplicates", "left_out", "superseded", "unchanged")


def outcome(context: StoreContext, report: ImportReport) -> None:
    """Say what was taken in or would be, what was refused and why."""
    words = context.words
    kind = "repeated" if report.repeated else "trial" if report.dry_run else \
        "taken" if report.batch else "nothing"
    said = context.text(f"outcome.{kind}", accepted=words.number(report.accepted),
                        refused=words.number(report.refused), seconds=words.number(report.seconds, 1))
    (st.success if kind == "taken" else st.info)(said)
    with st.container(border=True, key=context.key("outcome")):
        rows = [{context.text("column.table"): table_words(context, one.table),
                 **{context.text(f"column.{name}"): getattr(one, name) for name in COUNTS}}
                for one in report.tables]
        table(context, pd.DataFrame(rows), "import", key="report", alt=said)
        for copies in report.copies:
            st.text(copies_line(copies, words))
        for sign in report.foreign:
            st.warning(foreign_line(sign, words))
        for file in report.files:
            if file.unused:
                st.caption(unused_line(file, words))
        for title, found in (("refused", report.problems), ("notes", report.notes)):
            if not found:
                continue
            st.header(context.text(f"outcome.{title}"), anchor=False)
            tell_rules(context, found)
            table(context, rules_frame(context, found), f"import-{title}", key=f"report-{title}",
                  alt=context.text(f"outcome.{title}"))
