"""The command line. Exit status: 0 done, 1 finished with refused rows or failed checks, 2 could not."""

from __future__ import annotations

import sys

import typer

from analytics.cli import (
    alerts,
    benchmarks,
    campaigns,
    company,
    contacts,
    documents,
    figures,
    records,
    reports,
    segments,
    standards,
    valuations,
)
from analytics.cli.output import told
from analytics.errors import HuitouError

DONE, REFUSED, COULD_NOT = 0, 1, 2

app = typer.Typer(
    name="python -m analytics", add_completion=False, no_args_is_help=True, rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Which customers a company is losing, why, what it costs, and what to do next.")

app.command("demo")(company.demo)
app.command("import")(records.import_records)
app.command("batches")(records.batches)
app.command("refused")(records.refused)
app.command("undo")(records.undo)
app.command("build")(company.build_store)
app.command("check")(company.check_store)
app.command("metric")(figures.metric)
app.command("segments")(segments.segments)
app.command("segment")(segments.segment)
app.command("contacts")(contacts.contacts)
app.command("campaigns")(campaigns.campaigns)
app.command("alerts")(alerts.alerts)
app.command("train")(figures.train_model)
app.command("score")(figures.score_customers)
app.command("value")(valuations.value)
app.command("report")(reports.report)
app.command("standard")(standards.standard)
app.command("docs")(documents.docs)
app.command("real-data")(documents.real_data)
app.command("bench")(benchmarks.bench)


def main() -> None:
    """Run one command and turn what a person can act on into a message and an exit status."""
    try:
        # Without its standalone mode Click hands back the status a command left with.
        status = app(standalone_mode=False)
    except HuitouError as error:
        sys.stderr.write(f"{told(error)}\n")
        sys.exit(COULD_NOT)
    except typer.Abort:
        sys.exit(COULD_NOT)
    except Exception as error:
        # Click's usage errors carry their own wording; anything else is a defect and keeps its trace.
        show = getattr(error, "show", None)
        if show is None:
            raise
        show()
        sys.exit(COULD_NOT)
    sys.exit(status if isinstance(status, int) else DONE)
