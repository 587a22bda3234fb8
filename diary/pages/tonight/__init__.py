"""Tonight: the first screen."""
