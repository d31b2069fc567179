"""The demo company, Dayu Machinery (大禹机械): simulated records with a known truth behind them."""

from analytics.demo.company import Company, Tables, simulate
from analytics.demo.continuation import TreatedCampaign
from analytics.demo.continuing import continue_demo
from analytics.demo.scenario import Scenario
from analytics.demo.truth import Truth
from analytics.demo.writing import write_demo

__all__ = ["Company", "Scenario", "Tables", "TreatedCampaign", "Truth", "continue_demo",
           "simulate", "write_demo"]
