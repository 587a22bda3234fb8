"""The person's own settings."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from accounts.countries import choose_country, remember_country, whereabouts
from accounts.forms import CountryForm, SettingsForm, TimeZoneForm
from accounts.held import never_held
from accounts.http import SignedInRequest
from accounts.models import User
from accounts.themes import remember_theme


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Theme, country and time zone."""
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


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_held
def country(request: HttpRequest) -> HttpResponse:
    """Choose the country whose numbers are shown: kept in the account, or on the device of somebody without one."""
    if request.method != "POST":
        came_from = request.headers.get("Referer", "")
        return _country_page(
            request, CountryForm(initial={"country": whereabouts(request).country, "next": came_from})
        )
    form = CountryForm(request.POST)
    if not form.is_valid():
        return _country_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    here, chosen = form.cleaned_data["next"], form.cleaned_data["country"]
    safe = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    response = redirect(here if safe else "accounts:country")
    if isinstance(request.user, User):
        choose_country(request.user, chosen)
    else:
        remember_country(response, chosen)
    return response


def _country_page(request: HttpRequest, form: CountryForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    response = render(request, "accounts/country.html", {"form": form}, status=status)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
