"""Every error this package raises on purpose.

::

    HuitouError                      something a person can act on
    ├── FileRefused                  a file cannot be read at all
    ├── MappingRefused               a mapping does not fit the file or the schema
    ├── UnknownName                  a metric, table, column, setting or code that does not exist
    ├── ConditionRefused             a segment's condition that means nothing
    ├── StoreError                   the store on disk
    │   ├── StoreMissing             there is no store, or no build in it yet
    │   ├── StoreDamaged             a file of the store is unreadable or fails its check
    │   ├── StoreNewer               written by a newer version of this program
    │   ├── StoreOutdated            built by an earlier version of this program
    │   ├── StoreFull                the disk is full
    │   └── StoreBusy                another import or build is writing
    ├── WorkspaceError               what people wrote cannot be read or saved
    │   └── Conflict                 somebody else saved the same thing in between
    ├── DeliveryFailed               a list cannot be handed to another system
    ├── BuildFailed                  a build step failed; the published build is untouched
    ├── ChecksFailed                 a mart breaks its own stated grain, range or identity
    ├── NotEnoughData                a method needs more rows than there are
    └── ModelError                   training, saving or loading a model
        └── ModelUntrusted           a model file whose content or hash is not ours

Messages say what happened, where, why and what to do. ``code`` and ``details`` are
language-neutral, so that a page can say the same in the reader's language.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping


class HuitouError(Exception):
    """Something went wrong that a person can act on.

    Parameters
    ----------
    message : str
        What happened, in English, for logs and the command line.
    code : str, optional
        Key below ``errors`` in the catalogue; the class's own code when omitted.
    hint : str, optional
        What to do about it.
    **details : object
        The values named in the translated message.
    """

    code = "unexpected"

    def __init__(self, message: str, *, code: str | None = None, hint: str = "", **details: object):
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.hint = hint
        self.details: dict[str, object] = {"message": message, "hint": hint, **details}

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class FileRefused(HuitouError):
    """A file cannot be read at all; nothing of it was taken in."""

    code = "file_refused"


class MappingRefused(HuitouError):
    """A mapping does not fit the file or the schema."""

    code = "mapping_refused"


class UnknownName(HuitouError):
    """A metric, table, column, setting or code that does not exist.

    Parameters
    ----------
    kind : str
        What was looked for: ``"metric"``, ``"column"``, …
    name : str
        The name that was not found.
    known : iterable of str
        The names that exist; the nearest one becomes the hint.
    """

    code = "unknown_name"

    def __init__(self, kind: str, name: str, known: Iterable[str]):
        names = sorted(known)
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(names)}." if names else ""
        super().__init__(f"There is no {kind} named {name!r}.", hint=hint, kind=kind, name=name)


class ConditionRefused(HuitouError):
    """A segment's condition means nothing: a value of another type, or too many groups within groups."""

    code = "condition_refused"


class WorkspaceError(HuitouError):
    """What people wrote cannot be read or saved."""

    code = "workspace"


class Conflict(WorkspaceError):
    """Somebody else saved the same thing in between; nothing was overwritten.

    Parameters
    ----------
    what : str
        Kind of the thing: ``"segment"``, ``"complaint"``, …
    name : str
        Its name for people.
    by : str
        Who saved it meanwhile.
    theirs : mapping of str to object
        What is stored now, by field.
    """

    code = "conflict"

    def __init__(self, what: str, name: str, by: str, theirs: Mapping[str, object]):
        super().__init__(f"{by} saved the {what} {name!r} while you were editing it.",
                         hint="Look at both versions and save again.", what=what, name=name, by=by)
        self.theirs = dict(theirs)


class StoreError(HuitouError):
    """The store on disk cannot do what was asked."""

    code = "store"


class StoreMissing(StoreError):
    """There is no store, or no build in it yet."""

    code = "store_missing"


class StoreDamaged(StoreError):
    """A file of the store is unreadable or fails its check."""

    code = "store_damaged"


class StoreNewer(StoreError):
    """The store was written by a newer version of this program."""

    code = "store_newer"


class StoreOutdated(StoreError):
    """The build was made by an earlier version of this program; building again makes it readable."""

    code = "store_outdated"


class StoreFull(StoreError):
    """The disk is full; what was being written is discarded."""

    code = "store_full"


class StoreBusy(StoreError):
    """Another import or build is writing to the store."""

    code = "store_busy"


class DeliveryFailed(HuitouError):
    """A list cannot be handed to another system."""

    code = "delivery"


class BuildFailed(HuitouError):
    """A build step failed; the published build is untouched."""

    code = "build_failed"


class ChecksFailed(HuitouError):
    """A mart breaks its own stated grain, range or identity."""

    code = "checks_failed"


class NotEnoughData(HuitouError):
    """A method needs more rows than there are.

    Parameters
    ----------
    what : str
        What was counted: ``"answers"``, ``"lost customers"``, …
    have, need : int
        How many there are, and the least the method asks for.
    """

    code = "not_enough_data"

    def __init__(self, what: str, have: int, need: int):
        super().__init__(f"Too few {what} to say: {have} of at least {need}.",
                         what=what, have=have, need=need)
        self.what, self.have, self.need = what, have, need


class ModelError(HuitouError):
    """A model cannot be trained, saved or loaded."""

    code = "model"


class ModelUntrusted(ModelError):
    """A model file whose content or hash is not what this program wrote."""

    code = "model_untrusted"
