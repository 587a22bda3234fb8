"""The check-in: what may matter about a day, and whether its night was clear."""
