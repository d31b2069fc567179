"""``python -m analytics …``: everything the dashboard does, for scripts and schedules."""

from analytics.cli import main

if __name__ == "__main__":
    main()
