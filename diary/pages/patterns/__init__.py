"""The patterns: pictures and counts of one period."""
