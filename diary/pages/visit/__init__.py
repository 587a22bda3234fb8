"""Visit: what to take to the doctor."""
