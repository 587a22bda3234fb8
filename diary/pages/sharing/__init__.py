"""Sharing: links to a report for people without an account, and what they see."""
