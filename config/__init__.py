"""Wiring only: settings, system checks, addresses. Nothing else imports this package."""
