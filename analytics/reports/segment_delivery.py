"""Handing the customers of a segment to a CRM: as a file in a folder it watches, or by a call."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analytics.errors import DeliveryFailed
from analytics.reports.tables import csv_bytes

#: Seconds the other side may take to answer.
PATIENCE = 20.0
#: Of its answer, so many signs are shown where it refuses.
SHOWN = 200


def deliver_file(folder: Path, name: str, customers: pd.DataFrame) -> Path:
    """Write a segment's customers as CSV into a folder that the CRM watches.

    The file takes its name when it is whole, so that nobody reads half of it. A file of the same segment
    from the same second is replaced.

    Parameters
    ----------
    folder : Path
        It must exist: a mistyped name is not to be made up for.
    name : str
        Of the segment.
    customers : DataFrame
        One row per customer.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DeliveryFailed
        There is no such folder, or it cannot be written.
    """
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    plain = re.sub(r"[^\w-]+", "-", name).strip("-") or "segment"
    file = folder / f"{plain}-{moment}.csv"
    unfinished = file.with_suffix(".unfinished")
    try:
        unfinished.write_bytes(csv_bytes(customers))
        os.replace(unfinished, file)
    except OSError as error:
        raise DeliveryFailed(f"{folder} cannot be written: {error.strerror}.", code="delivery_folder",
                             folder=str(folder), reason=error.strerror) from error
    return file


def deliver_call(url: str, name: str, as_of: object, customers: pd.DataFrame) -> int:
    """Send a segment's customers to an address as JSON.

    Parameters
    ----------
    url : str
        ``https`` or ``http``.
    name : str
        Of the segment.
    as_of : date or None
        The day the data reach to.
    customers : DataFrame
        One row per customer.

    Returns
    -------
    int
        The status the other side answered with.

    Raises
    ------
    DeliveryFailed
        The address means nothing, does not answer, or refuses.
    """
    if not re.match(r"https?://", url):
        raise DeliveryFailed(f"{url} is no web address.", code="delivery_address", url=url)
    rows = json.loads(customers.to_json(orient="records", date_format="iso", force_ascii=False))
    content = json.dumps({"segment": name, "as_of": str(as_of) if as_of else None, "customers": rows},
                         ensure_ascii=False).encode("utf-8")
    request = urllib.request.Request(url, content, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            told = error.read(SHOWN).decode("utf-8", "replace")
        raise DeliveryFailed(f"{url} answered {error.code}: {told}", code="delivery_refused", url=url,
                             status=error.code, told=told) from error
    except OSError as error:
        raise DeliveryFailed(f"{url} does not answer: {error}", code="delivery_unreachable", url=url,
                             reason=str(error)) from error
