"""Structures that take effect, and the rounds in which their posts are filled."""

from malaqbiq.appointments.models.assignment import Assignment
from malaqbiq.appointments.models.changes import Change, ChangePair, ChangeUnit
from malaqbiq.appointments.models.inauguration import Appointment, Decision, Inauguration
from malaqbiq.appointments.models.papers import Invitation, MendingScan, OathChoice, PaperNumber, Petikan
from malaqbiq.appointments.models.rounds import Phase, Round, RoundEnd, Seat
from malaqbiq.appointments.models.selection import (
    Conflict,
    Criterion,
    Nominee,
    Participant,
    Proposal,
    Score,
    ScoreChange,
)
from malaqbiq.appointments.models.waivers import Waiver

__all__ = [
    "Appointment",
    "Assignment",
    "Change",
    "ChangePair",
    "ChangeUnit",
    "Conflict",
    "Criterion",
    "Decision",
    "Inauguration",
    "Invitation",
    "MendingScan",
    "Nominee",
    "OathChoice",
    "PaperNumber",
    "Participant",
    "Petikan",
    "Phase",
    "Proposal",
    "Round",
    "RoundEnd",
    "Score",
    "ScoreChange",
    "Seat",
    "Waiver",
]
