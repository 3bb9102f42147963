"""Addresses of appraisals."""

from __future__ import annotations

from django.urls import path

from malaqbiq.appraisal.views import cycles, mine, moderation, objections, people, sheets

CYCLE = "appraisal/<uuid:cycle>"
PERSON = f"{CYCLE}/people/<uuid:person>"

urlpatterns = [
    path("appraisal", cycles.cycles, name="appraisal-cycles"),
    path("appraisal/open", cycles.opening, name="appraisal-open"),
    path("appraisal/sheet", sheets.own_sheets, name="appraisal-sheets"),
    path("appraisal/moderation", moderation.newest, name="appraisal-moderations"),
    path("appraisal/objections", objections.objections, name="appraisal-objections"),
    path("appraisal/objections/<uuid:objection>", objections.objection, name="appraisal-objection"),
    path("appraisal/mine", mine.mine, name="appraisal-mine"),
    path(CYCLE, cycles.cycle, name="appraisal-cycle"),
    path(f"{CYCLE}/telling", cycles.telling, name="appraisal-telling"),
    path(f"{CYCLE}/attendance", cycles.attendance, name="appraisal-attendance"),
    path(f"{CYCLE}/refreshing", cycles.refreshing, name="appraisal-refreshing"),
    path(f"{CYCLE}/closure", cycles.closure, name="appraisal-closure"),
    path(f"{CYCLE}/decisions", cycles.decisions, name="appraisal-decisions"),
    path(f"{CYCLE}/drafts", cycles.drafts, name="appraisal-drafts"),
    path(f"{CYCLE}/appraisers", people.appraisers, name="appraisal-appraisers"),
    path(f"{CYCLE}/people", people.people, name="appraisal-people"),
    path(PERSON, people.person, name="appraisal-person"),
    path(f"{PERSON}/moderation", people.moderation, name="appraisal-moderate"),
    path(f"{PERSON}/excuse", people.excuse, name="appraisal-excuse"),
    path(f"{PERSON}/excuse/withdrawal", people.excuse_withdrawal, name="appraisal-excuse-withdrawal"),
    path(f"{PERSON}/decision", people.decision, name="appraisal-decision"),
    path(f"{PERSON}/objection", people.paper_objection, name="appraisal-paper-objection"),
    path(f"{CYCLE}/moderation", moderation.moderation, name="appraisal-moderation"),
    path(f"{CYCLE}/sheet", sheets.sheet, name="appraisal-sheet"),
    path(f"{CYCLE}/sheet/cells", sheets.cells, name="appraisal-cells"),
    path(f"{CYCLE}/sheet/workbook", sheets.workbook, name="appraisal-workbook"),
    path(f"{CYCLE}/mine", mine.mine_in, name="appraisal-mine-in"),
    path(f"{CYCLE}/mine/reading", mine.reading, name="appraisal-reading"),
    path(f"{CYCLE}/mine/objection", mine.own_objection, name="appraisal-own-objection"),
]
