"""Addresses of the decrees' pages."""

from __future__ import annotations

from django.urls import path

from malaqbiq.decrees.views import clock, decree, desk, papers, register, review, words

urlpatterns = [
    path("decrees", desk.decrees, name="decrees"),
    path("decrees/review", review.review, name="decree-review"),
    path("decrees/submissions", review.submissions, name="decree-submissions"),
    path("decrees/approvals", review.approvals, name="decree-approvals"),
    path("decrees/issues", review.issues, name="decree-issues"),
    path("decrees/returns", review.returns, name="decree-returns"),
    path("decrees/papers", papers.batch, name="decree-papers"),
    path("decrees/bound", papers.printed, name="decrees-bound"),
    path("decrees/signatures", papers.signed_here, name="decree-signatures"),
    path("decrees/clock", clock.clock_page, name="clock"),
    path("decrees/register", register.register, name="register"),
    path("decrees/register/<int:register>/<slug:use>", register.numbers, name="register-numbers"),
    path("decrees/register/first/<str:office>/<slug:authority>", register.first, name="register-first"),
    path("decrees/words", words.words, name="words"),
    path("decrees/words/<str:office>/<slug:kind>/number", words.number, name="words-number"),
    path("decrees/words/<str:office>/<slug:kind>/<slug:paper>", words.edit, name="words-edit"),
    path("decrees/words/<str:office>/<slug:kind>/<slug:paper>/withdrawal", words.withdrawal, name="words-withdrawal"),
    path("decrees/<uuid:uid>", decree.decree, name="decree"),
    path("decrees/<uuid:uid>/text", decree.text, name="decree-text"),
    path("decrees/<uuid:uid>/hold", desk.hold, name="decree-hold"),
    path("decrees/<uuid:uid>/draft.pdf", decree.draft_file, {"form": "pdf"}, name="decree-pdf"),
    path("decrees/<uuid:uid>/draft.docx", decree.draft_file, {"form": "docx"}, name="decree-docx"),
    path("decrees/<uuid:uid>/papers", decree.papers, name="decree-papers-of"),
    path("decrees/<uuid:uid>/files", decree.files, name="decree-files"),
    path("decrees/<uuid:uid>/copies", decree.copies, name="decree-copies"),
    path("decrees/<uuid:uid>/bound", decree.bound, name="decree-bound"),
    path("decrees/<uuid:uid>/removal", decree.removal, name="decree-removal"),
    path("papers/<uuid:uid>", papers.file, name="paper"),
    path("papers/<uuid:uid>/signable", papers.signable, name="paper-signable"),
    path("papers/<uuid:uid>/signature", papers.signature, name="paper-signature"),
    path("papers/<uuid:uid>/signature/scan", papers.scan, name="paper-scan"),
    path("papers/<uuid:uid>/signature/file", papers.signed_file, name="paper-signed-file"),
    path("papers/<uuid:uid>/signature/<uuid:evidence>", papers.evidence_file, name="paper-evidence"),
    path("papers/<uuid:uid>/signature/<uuid:evidence>/withdrawal", papers.withdrawal, name="paper-withdrawal"),
]
