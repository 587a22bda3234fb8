"""Guidance: articles, and first aid."""
