"""Addresses of sharing: the owner's list, and what a stranger opens."""

from django.urls import path

from diary.pages.sharing import links, shared

urlpatterns = [
    path("sharing/", links.links, name="sharing"),
    path("sharing/<uuid:id>/", links.link, name="share_link"),
    path("sharing/<uuid:id>/revoke/", links.link_revoke, name="share_link_revoke"),
    path("s/<str:token>/", shared.shared, name="shared"),
    path("s/<str:token>/report.pdf", shared.shared_pdf, name="shared_pdf"),
    path("s/<str:token>/passcode/", shared.shared_passcode, name="shared_passcode"),
    path("s/<path:token>/", shared.nothing_shared, name="nothing_shared"),
]
