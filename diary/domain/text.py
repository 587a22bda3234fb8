"""Which free text a diary accepts: the one rule for forms, models, imports and the API."""

import unicodedata

NOTE_LIMIT = 2000
NAME_LIMIT = 120

# Characters that reorder what is read: a note could show one thing and hold another (Unicode TR 9, "Trojan
# Source").
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ALLOWED_CONTROLS = frozenset("\t\n\r")


def text_problem(value: str, limit: int) -> str | None:
    """Return why `value` can not be kept, in words for the person who typed it, or None if it can.

    `limit` is a number of characters (Unicode code points).
    """
    if len(value) > limit:
        return f"This is {len(value):,} characters long. Please keep it to {limit:,}."
    for character in value:
        if character in BIDI_CONTROLS:
            return (
                "There is a hidden character here that changes the reading direction. Please type this again."
            )
        category = unicodedata.category(character)
        if category == "Cs":
            return "A character here is broken and can not be stored. Please type this again."
        if category == "Cc" and character not in ALLOWED_CONTROLS:
            return "There is an invisible control character here. Please type this again."
    return None


def folded(name: str) -> str:
    """Return a name as it is compared with others: capitals, spaces and a last question mark make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().rstrip("? ").split())
