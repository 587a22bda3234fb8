"""Everything about cramps."""
