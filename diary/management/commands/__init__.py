"""One command a file, each a thin shell over an action."""
