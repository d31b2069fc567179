"""The reader's language: words from catalogues, numbers and dates as the locale writes them."""

from analytics.i18n.catalogues import LANGUAGES, catalogue
from analytics.i18n.translator import Translator

__all__ = ["LANGUAGES", "Translator", "catalogue"]
