"""Tokens of addresses that open without an account: 256 random bits, of which only a digest is kept."""

from hashlib import sha256
from secrets import token_urlsafe

TOKEN_BYTES = 32


def new_token() -> str:
    """Return a token that nobody can guess, fit for an address."""
    return token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256, as hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
