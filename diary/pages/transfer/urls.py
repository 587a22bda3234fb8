"""Addresses of what is taken along."""

from django.urls import path

from diary.pages.transfer import export_views, feed_views

urlpatterns = [
    path("transfer/", export_views.transfer, name="transfer"),
    path("transfer/export/<slug:name>/", export_views.export, name="export"),
    path("transfer/feeds/", feed_views.feed_make, name="feed_make"),
    path("transfer/feeds/<uuid:id>/revoke/", feed_views.feed_revoke, name="feed_revoke"),
    path("s/calendar/<str:token>.ics", feed_views.calendar_feed, name="calendar_feed"),
]
