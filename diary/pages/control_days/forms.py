"""Whether to be asked about other days."""

from django import forms

from diary.forms import YesNoField


class AskedForm(forms.Form):
    """Yes or no: a choice is made, or left as it is."""

    asked = YesNoField(required=True, error_messages={"required": "Please choose yes or no."})
