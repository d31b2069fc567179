"""The dashboard: ``streamlit run dashboard.py``."""

from analytics.app import frame

frame.run()
