"""The diary as a file."""
