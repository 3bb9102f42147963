"""What may be done with pay."""

from malaqbiq.pay.services.composing import (
    ContractOrder,
    EndOrder,
    PayOrder,
    contract_entries,
    end_entries,
    entries_by_unit,
    pay_entries,
)
from malaqbiq.pay.services.dpp import DppRecorded, DppRow, DppStray, dpp_erase, dpp_record
from malaqbiq.pay.services.exceptions import exception_approve, exception_propose
from malaqbiq.pay.services.exports import dpp_export, month_export
from malaqbiq.pay.services.months import month_close
from malaqbiq.pay.services.raises import raise_draft_decrees

__all__ = [
    "ContractOrder",
    "DppRecorded",
    "DppRow",
    "DppStray",
    "EndOrder",
    "PayOrder",
    "contract_entries",
    "dpp_erase",
    "dpp_export",
    "dpp_record",
    "end_entries",
    "entries_by_unit",
    "exception_approve",
    "exception_propose",
    "month_close",
    "month_export",
    "pay_entries",
    "raise_draft_decrees",
]
