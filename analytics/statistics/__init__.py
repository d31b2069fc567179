"""Statistics used by every layer: pure functions on numbers and arrays, no store, no screen."""
