"""The chance of coming back after silence, by hand and on CDNOW (methods C1)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from analytics.statistics.silence import silence_curve
from analytics.store import Store
from analytics.warehouse import build
from tests.store.batches import add_batch, order


def test_by_hand():
    # Gaps closed after 10, 20, 20 and 40 days; still open after 30 and 50. S: 5/6 at 10, 1/2 at 20, 1/4 at 40.
    curve = silence_curve([10, 20, 30, 40, 50], [1, 2, 0, 1, 0], [0, 0, 1, 0, 1], within=10, chance=0.15)
    assert curve.silent_days.tolist() == [0, 5, 10, 15, 20, 25, 30, 35, 40]
    np.testing.assert_allclose(curve.return_chance, [1 / 6, 1 / 6, 0.4, 0.4, 0, 0, 0.5, 0.5, 0])
    assert curve.at_risk.tolist() == [6, 6, 6, 5, 5, 3, 3, 2, 2]
    assert curve.threshold is None  # Nothing rests on thirty gaps.


def test_the_threshold_is_the_shortest_silence_from_a_month_on():
    # 100 customers: half come back after 40 days, the others never.
    curve = silence_curve([40, 500], [50, 0], [0, 50], within=30, chance=0.15)
    assert curve.return_chance[curve.silent_days == 35] == pytest.approx(0.5)
    assert (curve.threshold, curve.reached) == (40, True)


def test_where_the_data_do_not_reach_the_longest_judged_silence_is_taken():
    days = list(range(1, 131))
    curve = silence_curve(days, [10] * 100 + [0] * 30, [0] * 129 + [30], within=30, chance=0.15)
    assert curve.return_chance[curve.silent_days <= 90].min() > 0.15
    assert (curve.threshold, curve.reached) == (100, True)
    # Ten return every day to the end: nobody stays away. After 85 days 60 gaps last to the window's end, after 90 ten.
    cut = silence_curve(days[:120], [10] * 120, [0] * 120, within=30, chance=0.05)
    assert (cut.threshold, cut.reached) == (85, False)


def test_a_threshold_chosen_by_hand_is_reported_on():
    curve = silence_curve([40, 500], [50, 0], [0, 50], within=30, chance=0.15, also=(37, 9999))
    assert 37 in curve.silent_days.tolist()
    assert curve.silent_days.max() == 470


def test_no_gap_as_long_as_the_window():
    curve = silence_curve([3], [1], [0], within=30, chance=0.15)
    assert (len(curve.silent_days), curve.threshold, curve.reached) == (0, None, False)
    assert silence_curve([], [], [], within=30, chance=0.15).threshold is None


def test_cdnow(datasets, tmp_path):
    store = Store.create(tmp_path / "store", name="CDNOW")
    lines = (datasets / "cdnow" / "CDNOW_sample.txt").read_text().splitlines()
    add_batch(store, orders=[
        order(str(number), fields[1], f"{fields[2][:4]}-{fields[2][4:6]}-{fields[2][6:]}", float(fields[4]))
        for number, fields in enumerate(line.split() for line in lines)])
    build(store, today=date(2026, 1, 1))
    reader = store.reader()
    assert reader.meta.as_of == date(1998, 6, 30)
    chances = dict(reader.rows("select silent_days, round(return_chance, 3) from silence_curve"))
    assert [chances[days] for days in (90, 180, 270, 365)] == [0.287, 0.181, 0.123, 0.069]
    assert reader.rows("select silent_days from silence_curve where chosen") == [(235,)]
    assert reader.rows("select count(*), min(lost_on) from losses")[0][0] > 2000
