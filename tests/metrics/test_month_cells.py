"""The cubes made from the spells are the cubes of the build."""

from __future__ import annotations

import pytest

from analytics.filters import Filters
from analytics.metrics.churn_control import churn_control
from analytics.metrics.churn_over_time import churn_over_time
from analytics.metrics.cohorts import cohorts
from analytics.metrics.customer_movement import customer_movement
from analytics.metrics.running import CELL_DIMENSIONS, CUBE_DIMENSIONS, SCOPED, period_of, sql_of

COUNTS = ("customers_start", "value_start", "lost", "value_lost", "lost_regretted", "won", "won_back")


def relation(name: str, dimensions: str = "") -> str:
    """Return SQL that begins with a relation made for everyone, from the spells."""
    scoped = ", ".join(f"{scoped} as (from {mart})" for scoped, mart in SCOPED.items())
    return ("with scope as (select customer_key from customers_now), period as (select cast($as_of as date) as as_of), "
            f"{scoped}, {name} as ({sql_of(name).format(dimensions=dimensions)})")


def differences(reader, name: str, made: str, built: str, dimensions: str = "") -> list[tuple[object, ...]]:
    front = f"{relation(name, dimensions)}, made as ({made}), built as ({built})"
    parameters = period_of(reader, Filters()).parameters()
    return reader.rows(f"{front} select * from (from made except all from built) union all "
                       "select * from (from built except all from made)", parameters)


def test_month_cells_are_the_month_cube_row_for_row(demo_reader, tiny):
    columns = ", ".join(("month", *CELL_DIMENSIONS, *COUNTS))
    # A row of the cube that holds nothing but revenue has no cell.
    counted = " + ".join(f"abs({name})" for name in COUNTS)
    for reader in (tiny, demo_reader):
        assert reader.rows("select count(*) from month_cube")[0][0] > 10
        assert differences(
            reader, "month_cells", f"select {columns} from month_cells where {counted} > 0",
            f"select {columns} from month_cube where {counted} > 0",
            "".join(f"{name}, " for name in CELL_DIMENSIONS)) == []


def test_cohort_cells_are_the_cohort_cube_summed(demo_reader, tiny):
    summed = ("select cohort, age, cast(sum(customers) as bigint) as customers, cast(sum(alive) as bigint) as alive, "
              "cast(sum(revenue) as bigint) as revenue, bool_and(complete) as complete from {} group by cohort, age")
    for reader in (tiny, demo_reader):
        assert differences(reader, "cohort_cells", summed.format("cohort_cells"), summed.format("cohort_cube")) == []


@pytest.mark.parametrize("dimension", [*CUBE_DIMENSIONS, "grade"])
def test_metrics_say_the_same_from_cube_and_from_spells(demo_reader, dimension):
    # Naming the as-of day leads past the cubes.
    cube, spells = Filters(), Filters(as_of=demo_reader.meta.as_of)
    assert churn_control(demo_reader, cube, by=dimension) == churn_control(demo_reader, spells, by=dimension)
    assert churn_over_time(demo_reader, cube, by=dimension) == churn_over_time(demo_reader, spells, by=dimension)


def test_filters_on_a_cube_dimension_say_the_same_from_spells(demo_reader):
    as_of = demo_reader.meta.as_of
    for chosen in ({"size": "large"}, {"market": ("open", "mixed")}):
        cube, spells = Filters.of(**chosen), Filters.of(as_of=as_of, **chosen)
        assert cohorts(demo_reader, cube) == cohorts(demo_reader, spells)
        assert customer_movement(demo_reader, cube).months == customer_movement(demo_reader, spells).months
