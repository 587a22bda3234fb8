"""The person's own settings."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import SettingsForm, TimeZoneForm
from accounts.held import never_held
from accounts.http import SignedInRequest
from accounts.themes import remember_theme


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Theme and time zone."""
    if request.method != "POST":
        return render(request, "accounts/settings.html", {"form": SettingsForm(instance=request.user)})
    form = SettingsForm(request.POST, instance=request.user)
    if not form.is_valid():
        return render(
            request, "accounts/settings.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    form.save()
    messages.success(request, "Your settings are saved.")
    response = redirect("accounts:settings")
    remember_theme(response, request.user)
    return response


@require_POST
@never_held
def time_zone(request: SignedInRequest) -> HttpResponse:
    """The zone of the phone, sent by a script; it counts only while the person wants it to."""
    if request.user.time_zone_automatic:
        form = TimeZoneForm(request.POST, instance=request.user)
        if not form.is_valid():
            return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if form.has_changed():
            form.save()
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
