"""The store: immutable raw batches, builds and their publication, and reading them."""

from analytics.store.reader import BuildMeta, Reader
from analytics.store.records import Batch, Build, Step, new_id
from analytics.store.standards import Standard, read_standards, set_standard, standard_on
from analytics.store.store import Store

__all__ = ["Batch", "Build", "BuildMeta", "Reader", "Standard", "Step", "Store", "new_id", "read_standards",
           "set_standard", "standard_on"]
