"""Valuations on disk: written whole, the newest serves."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analytics.errors import ModelUntrusted
from analytics.models.valuation.card import ValuationCard
from analytics.store import durable
from analytics.store.faults import storage_faults
from analytics.store.store import Store

FOLDER, CARD, VALUES, CURRENT = "valuations", "card.json", "values.parquet", "CURRENT"
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
        ``value``, ``low``, ``high``, and a future in each of ``drawn_01``, ``drawn_02``, ….
    """

    card: ValuationCard
    values: str


def save_valuation(store: Store, card: ValuationCard, values: pd.DataFrame) -> Path:
    """Write a valuation and let it serve, in one step; older ones are removed.

    Parameters
    ----------
    store : Store
        Inside ``with store.writing()``.
    card : ValuationCard
    values : DataFrame
        Its customers.

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
        if not (folder / VALUES).exists():
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


@lru_cache(maxsize=16)
def _card(file: Path, written: int) -> ValuationCard:
    try:
        with storage_faults(file):
            return ValuationCard.from_json(file.read_text("utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise ModelUntrusted(f"{file} is not a card of a valuation: {error}.", code="model_changed",
                             model=file.parent.name, hint="Value again.") from error
