"""What keeping customers is worth, what it may cost, and what is only assumed."""
