"""Whatever is stored of a person is in their export, or stands on one list with the reason why it is not."""

from collections.abc import Mapping

from django.apps import apps

from accounts.models import User
from diary import models
from diary.domain.formats import export_fields

# The names in the export of the columns of a table; a column with the same name is not repeated.
EXPORTED = {
    models.Answer: export_fields.ANSWER,
    models.CheckIn: export_fields.CHECK_IN,
    models.DeviceDay: export_fields.DEVICE_DAY,
    models.Episode: export_fields.EPISODE,
    models.Event: export_fields.EVENT,
    models.Medicine: export_fields.MEDICINE,
    models.OwnFactor: export_fields.FACTOR,
    models.Visit: export_fields.VISIT,
}
OTHER_NAMES = {"Episode.places": "muscles", "OwnFactor.is_on_purpose": "on_purpose"}

OWNERSHIP = "whose it is: whoever holds the file"
STORAGE = "belongs to the place where the diary is kept"
EDITS = "tells two edits of one row apart, in this place alone"
BIN = "what was thrown away does not go along; what is in the bin is no row of the export"
IMPORT = "where a row came from, so that the import can be undone in this place"
HISTORY = "how a row was before; only how it is now goes along"
LINKS = "opens something in this place alone; a copy must open nothing"
ACCOUNT = "how this account is set up, not what was written down"
SECRET = "a secret that nobody can read, the person included"
LEFT_OUT: Mapping[str, str] = {
    **{f"{model.__name__}.owner": OWNERSHIP for model in EXPORTED},
    **{f"{model.__name__}.imported_in": IMPORT for model in EXPORTED},
    **{f"{model.__name__}.created_at": STORAGE for model in EXPORTED},
    **{f"{name}.updated_at": STORAGE for name in ("CheckIn", "Episode", "Event", "Medicine", "OwnFactor", "Visit")},
    **{f"{name}.version": EDITS for name in ("CheckIn", "Episode", "Event", "Medicine", "OwnFactor", "Visit")},
    **{f"{name}.deleted_at": BIN for name in ("Episode", "Event", "Medicine", "Visit")},
    "User.password": SECRET,
    "User.time_zone": "is the export's own time_zone",
    **{
        f"User.{name}": ACCOUNT
        for name in (
            "last_login", "id", "email", "is_active", "is_demo", "date_joined", "time_zone_automatic", "locale",
            "country", "country_is_guess", "units", "theme", "night_theme_at_night",
        )
    },
}  # fmt: skip
LEFT_OUT_WHOLE = {
    models.CalendarFeed: LINKS,
    models.ImportRun: IMPORT,
    models.Revision: HISTORY,
    models.ShareLink: LINKS,
    models.ShareOpening: LINKS,
}
OF_OTHER_APPS = {"EmailAddress": ACCOUNT, "EmailConfirmation": ACCOUNT}


def columns_of(model):
    """Every column of a table as "Episode.severity"."""
    return {f"{model.__name__}.{field.name}" for field in model._meta.concrete_fields}


def in_export(model):
    """The columns of a table that its rows in the export have."""
    names = EXPORTED[model]
    return {
        column for column in columns_of(model) if OTHER_NAMES.get(column, column.partition(".")[2]) in names
    }


def tables():
    """Every table of ours."""
    return {model for app in ("accounts", "diary") for model in apps.get_app_config(app).get_models()}


def test_every_column_is_in_the_export_or_on_the_list_with_its_reason():
    exported = {column for model in EXPORTED for column in in_export(model)}
    stored = {column for model in tables() - LEFT_OUT_WHOLE.keys() for column in columns_of(model)}
    assert stored - exported - LEFT_OUT.keys() == set()


def test_nothing_is_on_both_and_nothing_on_the_list_that_is_not_there():
    exported = {column for model in EXPORTED for column in in_export(model)}
    stored = {column for model in tables() for column in columns_of(model)}
    assert exported & LEFT_OUT.keys() == set()
    assert LEFT_OUT.keys() - stored == set()
    assert set(OTHER_NAMES) <= exported
    assert LEFT_OUT_WHOLE.keys() <= tables()


def test_every_name_of_a_row_in_the_export_comes_from_a_column():
    follows = {models.OwnFactor: {"kind"}}  # a factor with a cut is a number
    for model, names in EXPORTED.items():
        known = {OTHER_NAMES.get(column, column.partition(".")[2]) for column in in_export(model)}
        assert set(names) - known == follows.get(model, set())


def test_no_other_app_keeps_anything_of_a_person_but_the_account():
    holding = {
        model.__name__
        for model in apps.get_models()
        if model not in tables()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in {User, *tables()}
    }
    assert holding <= OF_OTHER_APPS.keys()
