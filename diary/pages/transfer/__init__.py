"""Data that comes and goes: files to take along, and files to bring in."""
