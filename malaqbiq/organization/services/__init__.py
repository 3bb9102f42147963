"""What changes work units, their posts, profiles and signers."""

from __future__ import annotations

from malaqbiq.organization.services.posts import posts_materialise, posts_succeed
from malaqbiq.organization.services.profiles import ProfileFields, unit_profile_set
from malaqbiq.organization.services.signers import (
    SignerFields,
    mandates_end,
    signer_end,
    signer_record,
    signer_succeed,
)
from malaqbiq.organization.services.units import Seeded, work_unit_state, work_units_seed

__all__ = [
    "ProfileFields",
    "Seeded",
    "SignerFields",
    "mandates_end",
    "posts_materialise",
    "posts_succeed",
    "signer_end",
    "signer_record",
    "signer_succeed",
    "unit_profile_set",
    "work_unit_state",
    "work_units_seed",
]
