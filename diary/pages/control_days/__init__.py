"""Days for comparison: for those who note their cramps, but seldom the nights without."""
