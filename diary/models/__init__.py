"""Tables of a person's rows: every one is keyed by its owner first, so that nobody can reach another's by an id."""

from diary.models.answer import Answer
from diary.models.calendar_feed import CalendarFeed
from diary.models.check_in import CheckIn
from diary.models.device_day import DeviceDay
from diary.models.episode import Episode
from diary.models.event import Event
from diary.models.import_run import ImportRun
from diary.models.medicine import Medicine
from diary.models.own_factor import OwnFactor
from diary.models.revision import Revision
from diary.models.share_link import ShareLink, ShareOpening
from diary.models.visit import Visit

__all__ = [
    "Answer",
    "CalendarFeed",
    "CheckIn",
    "DeviceDay",
    "Episode",
    "Event",
    "ImportRun",
    "Medicine",
    "OwnFactor",
    "Revision",
    "ShareLink",
    "ShareOpening",
    "Visit",
]
