"""Triumphs, titles and metrics: what there is of them, and how far each player has come."""
