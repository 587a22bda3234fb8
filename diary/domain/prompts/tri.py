"""Yes, no and unknown: Kleene's three-valued logic, so that what was not said is never counted as "no"."""

Tri = bool | None


def any_of(*values: Tri) -> Tri:
    """Return yes if one is yes, no if all are no, else unknown."""
    if True in values:
        return True
    return None if None in values else False


def all_of(*values: Tri) -> Tri:
    """Return yes if all are yes, no if one is no, else unknown."""
    if False in values:
        return False
    return None if None in values else True


def known(answer: Tri, otherwise: Tri) -> Tri:
    """Return `answer`, or what follows from elsewhere when it is unknown."""
    return otherwise if answer is None else answer
