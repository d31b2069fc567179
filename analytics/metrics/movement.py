"""Customers coming and going, as results: windows, groups and months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.filters import Period
from analytics.statistics.estimate import Estimate

Breakdown = tuple[str, ...]
Group = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """Customers coming and going in one window.

    Attributes
    ----------
    at_start : int
        Customers.
    won, won_back, lost : int
        Comings and goings: who is lost, comes back and is lost again counts each time.
    value_lost : int
        Trailing 12 months' revenue of the lost, in minor units.
    """

    at_start: int = 0
    won: int = 0
    won_back: int = 0
    lost: int = 0
    value_lost: int = 0

    @property
    def at_end(self) -> int:
        """Customers when the window ends."""
        return self.at_start + self.won + self.won_back - self.lost

    @property
    def net(self) -> int:
        """Change of the number of customers."""
        return self.at_end - self.at_start


@dataclass(frozen=True, slots=True)
class GroupMovement:
    """One group's movement.

    Attributes
    ----------
    group : tuple of str or None
        Values of the breakdown's dimensions, in its order; None: not stated.
    period : Movement
    previous, year_ago : Movement or None
        None: there is no such window in the records.
    churn_rate : Estimate
        Of the period.
    value_at_start : int
        In minor units.
    customers_lost : int
        Customers lost at least once in the period; fewer than its losses where some came back between.
    """

    group: Group
    period: Movement
    previous: Movement | None
    year_ago: Movement | None
    churn_rate: Estimate
    value_at_start: int
    customers_lost: int = 0


@dataclass(frozen=True, slots=True)
class MovementMonth:
    """One calendar month.

    Attributes
    ----------
    month : date
        Its first day.
    at_start, won, won_back, lost : int
        Customers.
    value_at_start : int or None
        In minor units; None while twelve months' revenue is not known yet.
    value_lost : int
    complete : bool
        Whether the whole month is known.
    """

    month: date
    at_start: int
    won: int
    won_back: int
    lost: int
    value_at_start: int | None
    value_lost: int
    complete: bool


@dataclass(frozen=True, slots=True)
class CustomerMovement:
    """Customers coming and going: in total, by every breakdown asked for, and month by month.

    Attributes
    ----------
    period : Period
    total : GroupMovement
    value_at_end : int
        Of everyone, in minor units.
    rows : mapping of tuple of str to tuple of GroupMovement
        By breakdown; most customers lost first.
    months : tuple of MovementMonth
        The whole history; empty where the source has no dates.
    observed_on : date or None
        From this day on every usual kind of loss can be seen.
    """

    period: Period
    total: GroupMovement
    value_at_end: int
    rows: dict[Breakdown, tuple[GroupMovement, ...]]
    months: tuple[MovementMonth, ...]
    observed_on: date | None = None

    def table(self) -> list[dict[str, object]]:
        """Return every window of the total and of each group, by the names of the dimensions."""
        return [
            {**dict(zip(breakdown, row.group, strict=True)), "window": name, **_figures(window),
             **(_rate(row.churn_rate) if name == "period" else {})}
            for breakdown, rows in (((), (self.total,)), *self.rows.items()) for row in rows
            for name in ("period", "previous", "year_ago") if (window := getattr(row, name)) is not None]

    def extra(self) -> dict[str, object]:
        """Return what the customers are worth, and the months."""
        return {
            "value_at_start": self.total.value_at_start / 100, "value_at_end": self.value_at_end / 100,
            "months": [{
                "month": one.month, "customers_at_start": one.at_start, "won": one.won,
                "won_back": one.won_back, "lost": one.lost,
                "value_at_start": None if one.value_at_start is None else one.value_at_start / 100,
                "value_lost": one.value_lost / 100, "complete": one.complete} for one in self.months]}


def _figures(one: Movement) -> dict[str, object]:
    return {"customers_at_start": one.at_start, "won": one.won, "won_back": one.won_back, "lost": one.lost,
            "customers_at_end": one.at_end, "value_lost": one.value_lost / 100}


def _rate(churn: Estimate) -> dict[str, object]:
    return {"churn_rate": churn.estimate, "low": churn.low, "high": churn.high, "n": churn.n,
            "state": churn.state}
