"""What each page shows: sentences and cards from results, one module a page."""
