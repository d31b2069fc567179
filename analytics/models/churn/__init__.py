"""The churn classifier: who is about to leave, how sure that is, and what goes with it."""
