"""The warehouse: what turns raw batches into marts, once per build."""

from analytics.warehouse.build import build, check
from analytics.warehouse.checks import CheckResult
from analytics.warehouse.marts import MART_NAMES, Mart, marts
from analytics.warehouse.plan import STEP_NAMES

__all__ = ["MART_NAMES", "STEP_NAMES", "CheckResult", "Mart", "build", "check", "marts"]
