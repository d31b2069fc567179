"""The keys of the session's state; nothing else is kept there by name.

``LANGUAGE``  code of the reader's language
``FILTERS``   the `Filters` in force
``ADDRESS``   the query string last written, to tell a reader's own change from ours
``READY``     set by ``dashboard.py``; a page run without it goes there first
``BUILD``     id of the build this session reads; kept until the reader asks for the newer one
``PAGE``      the page shown by the last run
``NAME``      what the reader calls themselves, for what they save
``UNSEEN``    whether the browser has yet to show the address written for a page just opened
``ROLE``      what the reader said they are here as
``COUNTED``   the page whose opening was counted last
``WANTED``    page and query of a deep link that reached its page before the frame

Widgets use keys with the prefixes ``filter:`` and ``<page>:``.
"""

from __future__ import annotations

LANGUAGE = "language"
FILTERS = "filters"
ADDRESS = "address"
READY = "ready"
BUILD = "build"
PAGE = "page"
NAME = "name"
UNSEEN = "unseen"
ROLE = "role"
COUNTED = "counted"
WANTED = "wanted"
