"""Tables of a person's rows: every one is keyed by its owner first, so that nobody can reach another's by an id."""

from diary.models.answer import Answer
from diary.models.check_in import CheckIn
from diary.models.episode import Episode
from diary.models.event import Event
from diary.models.medicine import Medicine
from diary.models.own_factor import OwnFactor
from diary.models.revision import Revision

__all__ = ["Answer", "CheckIn", "Episode", "Event", "Medicine", "OwnFactor", "Revision"]
