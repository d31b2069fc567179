"""The canonical tables, declared as data."""
