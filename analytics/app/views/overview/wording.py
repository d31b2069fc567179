"""Sentences about movements, used in the answer and under the charts."""

from __future__ import annotations

from analytics.app.context import Context
from analytics.metrics.largest_movements import GroupChange


def sentence(context: Context, one: GroupChange) -> str:
    """Say how one group moved, with its numbers."""
    words = context.words
    return context.text(
        "movement_more" if one.excess > 0 else "movement_fewer",
        group=context.text(f"losses_of.{one.dimension}", value=words.value(one.dimension, one.value)),
        lost=words.number(one.lost), previous=words.number(one.lost_previous),
        n=words.number(abs(one.excess)), value=signed_money(context, one.value_difference))


def signed_money(context: Context, difference: int) -> str:
    """Return an amount with its sign, the minus being a real one."""
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{context.money(abs(difference))}"
