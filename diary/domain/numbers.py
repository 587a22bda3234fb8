"""How people write numbers: "1 200", "7,5" and "1,200.5" are read, and what can be read in two ways is refused."""

import re

MOST_DECIMALS = 2
LONGEST = 20

_MARKS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\N{RIGHT SINGLE QUOTATION MARK},."
_NUMBER = re.compile(
    rf"(?P<whole>[0-9]*|[1-9][0-9]{{0,2}}(?P<mark>[{_MARKS}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*)"
    r"(?:(?!(?P=mark))[.,](?P<decimals>[0-9]+))?"
)
_TWO_WAYS = re.compile(r"([1-9][0-9]{0,2})[.,]([0-9]{3})")


def number_from(text: str) -> float:
    """Return the number that `text` stands for, from 0 on: an int if it is whole.

    A point or a comma may begin one or two decimals; spaces, apostrophes, commas or points may part the
    thousands. Raises ValueError, whose text is a sentence for the person, for everything else, and for "1,200",
    which is 1200 in one country and 1.2 in the next.
    """
    text = text.strip()
    two_ways = _TWO_WAYS.fullmatch(text)
    if two_ways:
        high, low = two_ways.groups()
        raise ValueError(
            f"This can be read as {high}{low} or as {high}.{low[:2]}. Please write one of these."
        )
    found = _NUMBER.fullmatch(text) if 0 < len(text) <= LONGEST else None
    if found is None:
        raise ValueError("Please write only a number, such as 8200 or 7.5.")
    decimals = found["decimals"] or ""
    if len(decimals) > MOST_DECIMALS:
        raise ValueError("Please write at most two digits after the point.")
    number = float(re.sub(r"[^0-9]", "", found["whole"]) + "." + decimals)
    return int(number) if number.is_integer() else number


def as_typed(number: float) -> str:
    """Return a number as one would type it: "8200", "7.5"; `number_from` reads it again."""
    return f"{number:.10g}"
