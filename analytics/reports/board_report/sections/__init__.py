"""One module a subject: what the board report says about it, made from the results of its metrics."""
