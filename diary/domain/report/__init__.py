"""The report for a doctor: page one in two minutes, the rest for whoever wants to look closer."""
