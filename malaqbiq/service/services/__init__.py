"""What is recorded of service: attendance, predikat and penalties; and which structure is in force in an office."""

from malaqbiq.service.services.attendance import AttendanceRow, attendance_record
from malaqbiq.service.services.conduct import (
    PenaltyDraft,
    PredikatDraft,
    conduct_erase,
    penalty_end,
    penalty_record,
    penalty_remove,
    predikat_remove,
    predikats_record,
)
from malaqbiq.service.services.structures import Opening, Reference, structure_open

__all__ = [
    "AttendanceRow",
    "Opening",
    "PenaltyDraft",
    "PredikatDraft",
    "Reference",
    "attendance_record",
    "conduct_erase",
    "penalty_end",
    "penalty_record",
    "penalty_remove",
    "predikat_remove",
    "predikats_record",
    "structure_open",
]
