"""What takes several rooms at once."""

from malaqbiq.home.services.erasing import Erased, person_data_erase

__all__ = ["Erased", "person_data_erase"]
