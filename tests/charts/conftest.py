"""Every chart that a test draws is checked."""

from tests.charts.checked import checked_drawings

__all__ = ["checked_drawings"]
