"""Plain Python that knows cramps and diaries, and nothing of Django, the clock, the disk or the network."""
