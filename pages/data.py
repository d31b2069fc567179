"""Data: import files, look after batches and refused rows, build, check, and see how fresh it all is."""

from analytics.app.guard import card, guard_store
from analytics.app.views import data as view

context = guard_store("data")
with card("state"):
    view.tell(context)
section = view.choose(context)
with card(section):
    view.SECTIONS[section](context)
