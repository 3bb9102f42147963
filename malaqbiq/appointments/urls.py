"""Addresses of the room's pages."""

from __future__ import annotations

from django.urls import path

from malaqbiq.appointments.views import (
    acting,
    assignment,
    candidates,
    changes,
    eligibility,
    own_papers,
    papers,
    phases,
    rounds,
    timeline,
    waivers,
    withdrawing,
)

urlpatterns = [
    path("structure/eligibility", eligibility.eligibility, name="eligibility"),
    path("structure/eligibility/<uuid:uid>", eligibility.one, name="eligibility-account"),
    path("structure/changes", changes.changes, name="structure-changes"),
    path("structure/changes/new", changes.new, name="structure-change-new"),
    path("structure/changes/<uuid:uid>", changes.change, name="structure-change"),
    path("structure/changes/<uuid:uid>/pairs", changes.pairs, name="structure-change-pairs"),
    path("structure/changes/<uuid:uid>/file", changes.file, name="structure-change-file"),
    path("structure/changes/<uuid:uid>/recording", changes.recording, name="structure-change-recording"),
    path("structure/changes/<uuid:uid>/discarding", changes.discarding, name="structure-change-discarding"),
    path("structure/acting", acting.acting, name="acting"),
    path("structure/acting/new", acting.new, name="acting-new"),
    path("structure/acting/<uuid:uid>/end", acting.end, name="acting-end"),
    path("structure/filling", rounds.rounds, name="rounds"),
    path("structure/filling/<uuid:uid>", rounds.board, name="round"),
    path("structure/filling/<uuid:uid>/ending", rounds.ending, name="round-ending"),
    path("structure/filling/<uuid:uid>/timeline", timeline.timeline, name="round-timeline"),
    path("structure/filling/inaugurations/<uuid:uid>", own_papers.own, name="own-sworn"),
    path("structure/filling/inaugurations/<uuid:uid>/papers/<slug:sheet>", own_papers.sheet, name="own-paper"),
    path("structure/posts/<uuid:uid>", timeline.post, name="post"),
    path("structure/filling/phases/<uuid:phase>/openings", rounds.opening, name="phase-opening"),
    path("structure/filling/phases/<uuid:phase>/releases", rounds.release, name="phase-release"),
    path("structure/filling/phases/<uuid:phase>", phases.people, name="phase"),
    path("structure/filling/phases/<uuid:phase>/candidates", candidates.candidates, name="phase-candidates"),
    path("structure/filling/phases/<uuid:phase>/waivers", waivers.waivers, name="phase-waivers"),
    path("structure/filling/phases/<uuid:phase>/waivers/new", waivers.new, name="phase-waiver-new"),
    path("structure/filling/phases/<uuid:phase>/waivers/decisions", waivers.decisions, name="phase-waiver-decisions"),
    path(
        "structure/filling/phases/<uuid:phase>/waivers/<uuid:waiver>/withdrawal",
        waivers.withdrawal,
        name="waiver-withdrawal",
    ),
    path(
        "structure/filling/phases/<uuid:phase>/participants/<uuid:uid>/removal",
        phases.removal,
        name="participant-removal",
    ),
    path("structure/filling/phases/<uuid:phase>/scores", phases.scores, name="phase-scores"),
    path("structure/filling/phases/<uuid:phase>/conflicts", phases.conflict, name="phase-conflict"),
    path("structure/filling/phases/<uuid:phase>/assignment", assignment.assignment, name="phase-assignment"),
    path("structure/filling/phases/<uuid:phase>/proposal", phases.proposal, name="phase-proposal"),
    path("structure/filling/phases/<uuid:phase>/proposal/withdrawal", withdrawing.proposal, name="proposal-withdrawal"),
    path(
        "structure/filling/phases/<uuid:phase>/decisions/<uuid:uid>/withdrawal",
        withdrawing.decision,
        name="decision-withdrawal",
    ),
    path("structure/filling/phases/<uuid:phase>/decision", phases.decision, name="phase-decision"),
    path("structure/filling/phases/<uuid:phase>/inauguration", phases.inauguration, name="phase-inauguration"),
    path("structure/filling/phases/<uuid:phase>/inaugurations/<uuid:uid>", phases.closing, name="inauguration-closing"),
    path(
        "structure/filling/phases/<uuid:phase>/inaugurations/<uuid:uid>/papers",
        papers.papers,
        name="inauguration-papers",
    ),
    path(
        "structure/filling/phases/<uuid:phase>/inaugurations/<uuid:uid>/papers/<slug:sheet>",
        papers.sheet,
        name="inauguration-paper",
    ),
    path(
        "structure/filling/phases/<uuid:phase>/inaugurations/<uuid:uid>/sworn/<uuid:appointment>",
        papers.sworn,
        name="inauguration-sworn",
    ),
    path("structure/filling/phases/<uuid:phase>/decisions/<uuid:uid>/file", papers.decree, name="decision-file"),
    path("structure/filling/phases/<uuid:phase>/petikan/<uuid:appointment>", papers.petikan, name="petikan-file"),
]
