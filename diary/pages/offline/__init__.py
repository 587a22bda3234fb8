"""Offline: the diary on a home screen, and what a phone shows of it without a network."""
