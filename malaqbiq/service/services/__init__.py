"""What is recorded of service: attendance, and which structure is in force in an office."""

from malaqbiq.service.services.attendance import AttendanceRow, attendance_record
from malaqbiq.service.services.structures import Opening, Reference, structure_open

__all__ = ["AttendanceRow", "Opening", "Reference", "attendance_record", "structure_open"]
