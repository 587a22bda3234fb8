"""Where every screen lives: one line each."""

from django.urls import include, path

app_name = "diary"

urlpatterns = [
    path("", include("diary.pages.tonight.urls")),
    path("", include("diary.pages.episodes.now_urls")),
    path("", include("diary.pages.episodes.urls")),
    path("", include("diary.pages.check_ins.urls")),
    path("", include("diary.pages.history.urls")),
    path("", include("diary.pages.patterns.urls")),
    path("", include("diary.pages.guidance.urls")),
    path("", include("diary.pages.visit.urls")),
    path("", include("diary.pages.transfer.urls")),
    path("", include("diary.pages.transfer.import_urls")),
    path("", include("diary.pages.sharing.urls")),
    path("", include("diary.pages.health.urls")),
    path("", include("diary.pages.worried.urls")),
    path("", include("diary.pages.control_days.urls")),
    path("", include("diary.pages.offline.urls")),
]
