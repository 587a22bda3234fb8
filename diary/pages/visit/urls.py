"""Addresses of Visit."""

from django.urls import path

from diary.pages.visit import paper, plan, report, views

urlpatterns = [
    path("visit/", views.visit, name="visit"),
    path("visit/report/", report.visit_report, name="visit_report"),
    path("visit/report.pdf", paper.visit_report_pdf, name="visit_report_pdf"),
    path("visit/plan/", plan.plan, name="plan_visit"),
    path("visit/plan/<uuid:id>/", plan.planned_visit, name="planned_visit"),
    path("visit/plan/<uuid:id>/ask/", plan.visit_ask, name="visit_ask"),
    path("visit/plan/<uuid:id>/unask/", plan.visit_unask, name="visit_unask"),
    path("visit/plan/<uuid:id>/close/", plan.visit_close, name="visit_close"),
    path("visit/plan/<uuid:id>/reopen/", plan.visit_reopen, name="visit_reopen"),
    path("visit/plan/<uuid:id>/discard/", plan.visit_discard, name="visit_discard"),
    path("visit/plan/<uuid:id>/restore/", plan.visit_restore, name="visit_restore"),
    path("visit/prompts/<slug:rule>/discussed/", views.prompt_discussed, name="prompt_discussed"),
    path("visit/prompts/<slug:rule>/seen/", views.prompt_seen, name="prompt_seen"),
]
