"""What may be read about cramps: articles, relief cards and which of them fit a diary."""
