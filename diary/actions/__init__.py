"""Every write, whoever asks: a page, the API, an import or a command."""
