"""Charts: a result and a translator in, a plotly figure out; never a store."""
