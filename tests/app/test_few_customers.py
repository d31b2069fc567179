"""Every page stands when the filters leave nobody, one customer, a few, or a single branch."""

from __future__ import annotations

import pytest

from analytics.app import session
from analytics.app.navigation import PAGES
from analytics.filters import Filters
from tests.app.running import dashboard, ran

NOBODY = Filters.of("3m", industry="nowhere")


def few(reader) -> dict[str, Filters]:
    """Return filters by how many customers they leave."""
    rows = reader.rows("""
        with groups as (
            select branch, industry, account_manager, size, count(*) as customers
            from customers_now group by all)
        (select 'one', branch, industry, account_manager, size from groups where customers = 1
         order by all limit 1)
        union all
        (select 'a few', branch, industry, account_manager, size from groups where customers between 5 and 9
         order by all limit 1)""")
    found = {str(name): Filters.of("12m", branch=branch, industry=industry, account_manager=manager, size=size)
             for name, branch, industry, manager, size in rows}
    (branch,), = reader.rows("select min(branch) from customers_now")
    return {"nobody": NOBODY, **found, "one branch": Filters.of("quarter", branch=branch)}


@pytest.mark.parametrize("page", [stem for stem, one in PAGES.items() if one.filtered])
def test_a_page_stands_with_few_customers(page, demo_store_path, demo_reader, monkeypatch):
    app = dashboard(demo_store_path, monkeypatch)
    app.run()
    if page != "overview":
        ran(app, page)
    tried = few(demo_reader)
    assert list(tried) == ["nobody", "one", "a few", "one branch"]
    for filters in tried.values():
        app.session_state[session.FILTERS] = filters
        ran(app)
