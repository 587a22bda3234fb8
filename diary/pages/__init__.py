"""The screens: one folder each, divided by what the patient sees."""
