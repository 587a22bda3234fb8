"""What a diary shows when its nights are put side by side."""
