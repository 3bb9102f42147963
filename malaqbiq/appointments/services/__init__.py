"""What may be done so that a structure takes effect and its posts are filled."""

from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.services.acting import Order, Received, acting_draft, acting_end, acting_record
from malaqbiq.appointments.services.assigning import (
    DEFAULT_WEIGHTS,
    HEAVIEST,
    assignment_enqueue,
    assignment_reckon,
    assignment_use,
)
from malaqbiq.appointments.services.changes import (
    ChangeDraft,
    change_discard,
    change_draft,
    change_file_attach,
    change_pairs_set,
    change_record,
)
from malaqbiq.appointments.services.erasing import remarks_erase
from malaqbiq.appointments.services.inaugurating import (
    DecisionDraft,
    Event,
    decision_file_attach,
    decision_record,
    inauguration_cancel,
    inauguration_close,
    inauguration_plan,
)
from malaqbiq.appointments.services.mending import MendingDraft, appointment_mend, mending_file_attach
from malaqbiq.appointments.services.own import member_stand_down
from malaqbiq.appointments.services.papers import (
    Written,
    invitation_write,
    numbers_write,
    own_numbers_write,
    own_papers_make,
    papers_make,
    petikan_attach,
    sworn_data_erase,
    sworn_write,
)
from malaqbiq.appointments.services.rounds import phase_open, phase_release, round_begin, round_end
from malaqbiq.appointments.services.scoring import ScoreGiven, scores_give
from malaqbiq.appointments.services.selecting import (
    Nominated,
    candidates_name,
    candidates_remove,
    conflict_declare,
    member_name,
    nominees_set,
    participant_remove,
    proposal_make,
)
from malaqbiq.appointments.services.waiving import (
    waiver_reasons_erase,
    waiver_withdraw,
    waivers_decide,
    waivers_propose,
)
from malaqbiq.appointments.services.withdrawing import decision_withdraw, proposal_withdraw

__all__ = [
    "DEFAULT_WEIGHTS",
    "HEAVIEST",
    "ChangeDraft",
    "DecisionDraft",
    "Event",
    "MendingDraft",
    "Nominated",
    "Order",
    "Received",
    "ScoreGiven",
    "Written",
    "acting_draft",
    "acting_end",
    "acting_record",
    "appointment_mend",
    "appointments_waiting",
    "assignment_enqueue",
    "assignment_reckon",
    "assignment_use",
    "candidates_name",
    "candidates_remove",
    "change_discard",
    "change_draft",
    "change_file_attach",
    "change_pairs_set",
    "change_record",
    "conflict_declare",
    "decision_file_attach",
    "decision_record",
    "decision_withdraw",
    "inauguration_cancel",
    "inauguration_close",
    "inauguration_plan",
    "invitation_write",
    "member_name",
    "member_stand_down",
    "mending_file_attach",
    "nominees_set",
    "numbers_write",
    "own_numbers_write",
    "own_papers_make",
    "papers_make",
    "participant_remove",
    "petikan_attach",
    "phase_open",
    "phase_release",
    "proposal_make",
    "proposal_withdraw",
    "remarks_erase",
    "round_begin",
    "round_end",
    "scores_give",
    "sworn_data_erase",
    "sworn_write",
    "waiver_reasons_erase",
    "waiver_withdraw",
    "waivers_decide",
    "waivers_propose",
]
