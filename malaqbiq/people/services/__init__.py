"""Writes about people. Who may write: an SDM officer of the work unit, or a system user."""

from malaqbiq.people.rules import PersonChanges
from malaqbiq.people.services.persons import (
    IdentityRefused,
    PersonDraft,
    people_register,
    people_update,
    person_erase,
    person_register,
    person_reveal,
    person_update,
)
from malaqbiq.people.services.records import (
    CompetencyDraft,
    EducationDraft,
    competencies_record,
    competency_catalogue_load,
    competency_kind_define,
    educations_record,
    family_tie_end,
    family_tie_record,
)

__all__ = [
    "CompetencyDraft",
    "EducationDraft",
    "IdentityRefused",
    "PersonChanges",
    "PersonDraft",
    "competencies_record",
    "competency_catalogue_load",
    "competency_kind_define",
    "educations_record",
    "family_tie_end",
    "family_tie_record",
    "people_register",
    "people_update",
    "person_erase",
    "person_register",
    "person_reveal",
    "person_update",
]
