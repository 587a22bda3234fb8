"""Commands for the terminal: the demo diary, and what has to be done once a day."""
