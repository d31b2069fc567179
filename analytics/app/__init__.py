"""The screen: the only package, beside ``pages`` and ``dashboard.py``, that imports streamlit."""
