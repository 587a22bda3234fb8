"""The diary: months as a calendar, nights as a list, one night, the bin."""
