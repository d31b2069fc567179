"""Parts that every page is made of."""

from analytics.app.components.answer import answer
from analytics.app.components.chart_card import chart_card
from analytics.app.components.figures import Figure, key_figures, worse_when
from analytics.app.components.method import method
from analytics.app.components.people import people, people_button
from analytics.app.components.table import download, table

__all__ = ["Figure", "answer", "chart_card", "download", "key_figures", "method", "people",
           "people_button", "table", "worse_when"]
