"""Where growth comes from and what it is worth: each part drawn only when it is chosen.

A further part of the page is a module with a function of the same shape, and one line in `GROUPS`.
"""

from __future__ import annotations

from collections.abc import Callable

from analytics.app.components.grouped_tabs import grouped_tabs
from analytics.app.context import Context
from analytics.app.views.growth.acquisition import acquisition, payback
from analytics.app.views.growth.channels import channels
from analytics.app.views.growth.customers import customers
from analytics.app.views.growth.earned import earned
from analytics.app.views.growth.kept import groups, over_time
from analytics.app.views.growth.life_cycle import life_cycle
from analytics.app.views.growth.programmes import programmes
from analytics.app.views.growth.referrals import referrals
from analytics.metrics.earned_growth import EarnedGrowth

Draw = Callable[[Context, EarnedGrowth], None]

#: A tab, named under ``growth.group``, and its parts: the name of each, in words under ``growth.tab``, and
#: what draws it.
GROUPS: tuple[tuple[str, tuple[tuple[str, Draw], ...]], ...] = (
    # First what needs no further query: it is drawn with the page.
    ("earned", (("earned", earned),)),
    ("kept", (("over_time", over_time), ("groups", groups))),
    ("won", (("acquisition", acquisition), ("payback", payback), ("referrals", referrals))),
    ("channels", (("channels", channels),)),
    ("life_cycle", (("life_cycle", life_cycle),)),
    ("programmes", (("programmes", programmes),)),
    ("customers", (("customers", customers),)),
)


def tabs(context: Context, result: EarnedGrowth) -> None:
    """Offer the groups as tabs, and the parts of the open one beside each other."""
    grouped_tabs(context, result, GROUPS)
