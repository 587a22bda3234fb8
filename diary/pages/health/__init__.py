"""Health settings: profile, medicines, what to follow."""
