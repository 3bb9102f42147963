"""Addresses of the front door."""

from __future__ import annotations

from django.urls import path

from malaqbiq.home.views import (
    board,
    calendar,
    gaps,
    jobs,
    mine,
    packs,
    parts,
    person,
    province,
    public,
    remind,
    shell,
    staff,
    today,
    units,
)

urlpatterns = [
    path("", public.front, name="front"),
    path("health", public.health, name="health"),
    path("verify", public.verify_start, name="verify-start"),
    path("verify/", public.verify_slash, name="verify-slash"),
    path("verify/file", public.verify_file, name="verify-file"),
    path("verify/<str:code>", public.verify, name="verify"),
    path("today", today.today, name="today"),
    path("calendar", calendar.calendar, name="calendar"),
    path("mine", mine.mine, name="mine"),
    path("activity", today.activity, name="activity"),
    path("audit-pack", packs.audit_pack, name="audit-pack"),
    path("board", board.cycle_board, name="board"),
    path("board/<uuid:uid>", board.cycle_board, name="board-of"),
    path("board/<uuid:uid>/<str:step>", board.behind, name="board-behind"),
    path("province", province.province, name="province"),
    path("staff", staff.staff, name="staff"),
    path("staff/gaps", gaps.gaps, name="gaps"),
    path("staff/gaps/<slug:column>/<uuid:uid>", gaps.gap, name="gap"),
    path("staff/<uuid:uid>", person.person, name="person"),
    path("staff/<uuid:uid>/about", person.about, name="person-about"),
    path("work-units/<str:code>", units.work_unit, name="work-unit"),
    path("work-units/<str:code>/<slug:part>", units.part, name="work-unit-part"),
    path("jobs", jobs.jobs, name="jobs"),
    path("jobs/<uuid:uid>", jobs.job, name="job"),
    path("jobs/<uuid:uid>/runs", jobs.runs, name="job-runs"),
    path("jobs/<uuid:uid>/cancellation", jobs.cancellation, name="job-cancellation"),
    path("jobs/<uuid:uid>/file", jobs.file, name="job-file"),
    path("remind/<slug:kind>", remind.remind, name="remind"),
    path("find", shell.found, name="find"),
    path("help", shell.help_page, name="help"),
    path("help/parts", parts.parts, name="parts"),
]
