"""Something worries me: the questions about warning signs, and the words for an emergency."""
