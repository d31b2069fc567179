"""The command that values all customers once, so that pages and metrics only add up."""

from __future__ import annotations

from analytics.cli.company import FormatOption, StoreOption, open_store
from analytics.cli.output import Format, Progress, plain, say, write_json, write_rows


def value(store: StoreOption = None, format: FormatOption = Format.table) -> None:
    """Value every customer: fit who comes back, check it on held-out time, write down what each brings."""
    from analytics.models.valuation import value_customers

    card = value_customers(open_store(store), progress=Progress())
    if format is Format.json:
        write_json(card.to_data())
        return
    if card.buying is not None:
        write_rows([{"model": one.family, "log_likelihood": round(one.log_likelihood, 2),
                     "used": one.family == card.buying.family, "warnings": " ".join(one.reasons),
                     **({} if one.accuracy is None else {
                         name: plain(getattr(one.accuracy, name)) for name in (
                             "total_error", "mean_absolute_error", "ranking")})}
                    for one in card.buying.candidates], format)
    if format is Format.table:
        say(f"{card.customers:,} customers valued as of {card.as_of}, {card.seconds:.1f} s.")
