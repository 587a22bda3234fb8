"""The manifest, the service worker, the page that stands in without a network, and how to install the diary."""

import json

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.invitation import remember_invitation
from diary import content
from diary.content.local_numbers import directory
from diary.http import local_of, page, see_other
from diary.pages.offline import shell
from diary.pages.offline.manifest import manifest as contents_of_manifest


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest."""
    response = JsonResponse(contents_of_manifest(), content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of what it keeps; from here, because it may only serve what lies beneath it."""
    kept = json.dumps(shell.shell().as_json())
    response = HttpResponse(
        f"const SHELL = {kept};\n{shell.worker_source()}", content_type="text/javascript; charset=utf-8"
    )
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a phone shows without a network: first aid, when to get help, and whom to call in every country."""
    local = local_of(request)
    cards = [local.fill_in(card) for _, card in sorted(content.relief_cards().items())]
    countries = directory().countries.values()
    return page(
        request,
        "offline/offline.html",
        {
            "cards": cards,
            "countries": [(c.name, directory().numbers(c.code).emergency) for c in countries],
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def install(request: HttpRequest) -> HttpResponse:
    """How to put the diary on the home screen; POST is "not now" of the invitation, for this device."""
    if request.method != "POST":
        return page(request, "offline/install.html")
    response = see_other(request, reverse("diary:tonight"))
    remember_invitation(response)
    return response
