"""Addresses of the health settings."""

from django.urls import path, register_converter

from diary.domain.factors import is_own_id
from diary.pages.health import events, factors, medicines, profile


class OwnIdConverter:
    """A factor of one's own in an address, <own:id>: "own-0b7c…"."""

    regex = "own-[a-z0-9-]+"

    def to_python(self, value: str) -> str:
        if not is_own_id(value):
            raise ValueError("No factor can have this id.")
        return value

    def to_url(self, factor_id: str) -> str:
        return factor_id


register_converter(OwnIdConverter, "own")

urlpatterns = [
    path("settings/profile/", profile.profile, name="profile"),
    path("settings/factors/", factors.factors, name="factors"),
    path("settings/factors/add/", factors.factor_add, name="factor_add"),
    path("settings/factors/suspects/", factors.suspects, name="suspects"),
    path("settings/factors/<own:id>/", factors.factor, name="factor"),
    path("settings/factors/<own:id>/stop/", factors.factor_stop, name="factor_stop"),
    path("settings/factors/<own:id>/follow/", factors.factor_follow, name="factor_follow"),
    path("settings/factors/<own:id>/delete/", factors.factor_delete, name="factor_delete"),
    path("settings/events/", events.events, name="events"),
    path("settings/events/<uuid:id>/", events.event, name="event"),
    path("settings/events/<uuid:id>/delete/", events.event_discard, name="event_discard"),
    path("settings/events/<uuid:id>/restore/", events.event_restore, name="event_restore"),
    path("settings/medicines/", medicines.medicines, name="medicines"),
    path("settings/medicines/<uuid:id>/", medicines.medicine, name="medicine"),
    path("settings/medicines/<uuid:id>/class/", medicines.medicine_class, name="medicine_class"),
    path("settings/medicines/<uuid:id>/delete/", medicines.medicine_discard, name="medicine_discard"),
    path("settings/medicines/<uuid:id>/restore/", medicines.medicine_restore, name="medicine_restore"),
]
