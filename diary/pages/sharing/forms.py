"""The form of a share link: for whom, what, for how long, and with which passcode."""

from django import forms
from django.core import signing

from diary.actions.tokens import new_token
from diary.domain.sharing import LEAST_PASSCODE, MOST_DAYS, MOST_PASSCODE, USUAL_DAYS
from diary.domain.text import NAME_LIMIT
from diary.forms import CleanTextField, IntegerField, SelectionForm

SALT = "diary.share_link"


class LinkForm(SelectionForm):
    """A link to be made. The page brings its token along, so that the same link is shown however often it is sent."""

    field_order = ("name", "period", "first", "last", "sections", "days", "passcode")

    name = CleanTextField(
        label="For whom is it?",
        limit=NAME_LIMIT,
        help_text="Only you see this name.",
        error_messages={"required": "Please write for whom it is."},
    )
    days = IntegerField(
        label="For how many days does it work?",
        min_value=1,
        max_value=MOST_DAYS,
        initial=USUAL_DAYS,
        error_messages={
            "required": "Please give a number of days.",
            "min_value": f"Please give a number from 1 to {MOST_DAYS}.",
            "max_value": f"Please give a number from 1 to {MOST_DAYS}.",
        },
    )
    passcode = CleanTextField(
        label="Passcode, if you want one",
        limit=MOST_PASSCODE,
        required=False,
        help_text=f"At least {LEAST_PASSCODE} characters. Tell it to the person in another way than the link.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )

    def clean_passcode(self) -> str:
        passcode: str = self.cleaned_data["passcode"].strip()
        if passcode and len(passcode) < LEAST_PASSCODE:
            raise forms.ValidationError(f"Please take at least {LEAST_PASSCODE} characters.")
        return passcode


class PasscodeForm(forms.Form):
    """What a stranger types to open a link."""

    passcode = CleanTextField(
        label="Passcode",
        limit=MOST_PASSCODE,
        error_messages={"required": "Please type the passcode."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )


def sealed_token() -> str:
    """Return a new token that a form can carry and nobody can put another in the place of."""
    return signing.dumps(new_token(), salt=SALT)


def token_in(sealed: str) -> str | None:
    """Return the token of a form that was shown within a day; None if it is none of ours."""
    try:
        token = signing.loads(sealed, salt=SALT, max_age=24 * 60 * 60)
    except signing.BadSignature:
        return None
    return token if isinstance(token, str) else None
