"""Episodes: the screen of a cramp that is going on, and the form for everything else."""
