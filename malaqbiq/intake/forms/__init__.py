"""Forms of bringing in what an office has."""

from malaqbiq.intake.forms.lists import UploadForm, cells_said, left_said, places_said, sure_said
from malaqbiq.intake.forms.persons import IdentityForm, MendForm, NewPersonForm, RegisterForm

__all__ = [
    "IdentityForm",
    "MendForm",
    "NewPersonForm",
    "RegisterForm",
    "UploadForm",
    "cells_said",
    "left_said",
    "places_said",
    "sure_said",
]
