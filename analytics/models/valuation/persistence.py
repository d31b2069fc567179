"""Valuations on disk: written whole, the newest serves."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.errors import ModelUntrusted
from analytics.models.valuation.card import ValuationCard
from analytics.store import durable
from analytics.store.faults import storage_faults
from analytics.store.store import Store

Floats = NDArray[np.float64]

FOLDER, CARD, VALUES, CURRENT = "valuations", "card.json", "values.parquet", "CURRENT"
FUTURES = "futures.npy"
#: Customers whose futures are added up at once.
SUMMED_AT_ONCE = 2_048
#: Valuations kept beside the one that serves.
KEPT = 2


@dataclass(frozen=True, slots=True)
class Valuation:
    """The valuation that serves.

    Attributes
    ----------
    card : ValuationCard
    values : str
        Path of its customers: ``customer_id``, ``group_name``, ``chance_alive``, ``purchases``, ``spend``,
        ``value``, ``low``, ``high``. What each brings in every future drawn lies beside it, in the same
        order: see `sum_of_futures`.
    """

    card: ValuationCard
    values: str


def save_valuation(store: Store, card: ValuationCard, values: pd.DataFrame,
                   drawn: NDArray[np.float32]) -> Path:
    """Write a valuation and let it serve, in one step; older ones are removed.

    Parameters
    ----------
    store : Store
        Inside ``with store.writing()``.
    card : ValuationCard
    values : DataFrame
        Its customers.
    drawn : ndarray, shape (customers, draws)
        What each brings in every future drawn, in the order of ``values``.

    Returns
    -------
    Path
        Its folder.
    """
    parent = store.path / FOLDER
    folder = parent / card.valuation
    unfinished = folder.with_name(durable.UNFINISHED + card.valuation)
    with storage_faults(folder):
        unfinished.mkdir(parents=True)
        values.to_parquet(unfinished / VALUES, index=False)
        durable.sync_file(unfinished / VALUES)
        np.save(unfinished / FUTURES, np.ascontiguousarray(drawn, np.float32))
        durable.sync_file(unfinished / FUTURES)
        durable.write_durably(unfinished / CARD, card.to_json())
        os.replace(unfinished, folder)
        durable.sync_folder(parent)
    durable.write_durably(parent / CURRENT, card.valuation + "\n")
    for old in sorted(parent.glob(f"[!.]*/{CARD}"))[:-KEPT]:
        shutil.rmtree(old.parent, ignore_errors=True)
    return folder


def serving_valuation(store: Path) -> Valuation | None:
    """Return the valuation that serves; None before the first.

    Parameters
    ----------
    store : Path
        The store's folder.

    Raises
    ------
    ModelUntrusted
        Its card cannot be read.
    """
    parent = store / FOLDER
    pointer = parent / CURRENT
    with storage_faults(pointer):
        if not pointer.exists():
            return None
        folder = parent / pointer.read_text("utf-8").strip()
        # A valuation of an older make has no futures of its own: the page then offers to value again.
        if not (folder / VALUES).exists() or not (folder / FUTURES).exists():
            return None
    values = str(folder / VALUES)
    return Valuation(card_beside(values), values)


def card_beside(values: str) -> ValuationCard:
    """Return the card of the valuation whose customers lie at a path.

    Raises
    ------
    ModelUntrusted
        It cannot be read.
    """
    file = Path(values).with_name(CARD)
    with storage_faults(file):
        found = file.stat()
    # A page asks several times, and a card never changes.
    return _card(file, found.st_mtime_ns)


def sum_of_futures(values: str, places: NDArray[np.integer]) -> Floats:
    """Add up what some customers bring in every future drawn.

    Parameters
    ----------
    values : str
        Path of a valuation's customers.
    places : ndarray of int
        Rows of these that count.

    Returns
    -------
    ndarray, shape (draws,)
        Minor units.

    Raises
    ------
    ModelUntrusted
        Its futures cannot be read.
    """
    file = Path(values).with_name(FUTURES)
    try:
        with storage_faults(file):
            drawn = _futures(file, file.stat().st_mtime_ns)
    except ValueError as error:
        raise ModelUntrusted(f"{file} holds no futures: {error}.", code="model_changed",
                             model=file.parent.name, hint="Value again.") from error
    counts = np.zeros(len(drawn), np.float32)
    counts[places] = 1.0
    total: Floats = np.zeros(drawn.shape[1])
    # Short sums of single floats, added up in double ones: exact enough, and as fast as memory is read.
    for begin in range(0, len(drawn), SUMMED_AT_ONCE):
        part = slice(begin, begin + SUMMED_AT_ONCE)
        total += counts[part] @ drawn[part]
    return total


@lru_cache(maxsize=4)
def _futures(file: Path, written: int) -> NDArray[np.float32]:
    # Mapped, not read: the memory is the system's, and shared by every process that shows it.
    found: NDArray[np.float32] = np.load(file, mmap_mode="r", allow_pickle=False)
    return found


@lru_cache(maxsize=16)
def _card(file: Path, written: int) -> ValuationCard:
    try:
        with storage_faults(file):
            return ValuationCard.from_json(file.read_text("utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelUntrusted(f"{file} is not a card of a valuation: {error}.", code="model_changed",
                             model=file.parent.name, hint="Value again.") from error
