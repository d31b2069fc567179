"""Campaigns with a control group: planned, drawn by lot, read out, taken together."""
