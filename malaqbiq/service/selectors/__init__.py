"""Who serves where, as what, holding which post: each question with its day, and if asked with what was known when."""

from malaqbiq.service.selectors.person import PersonNow, person_now
from malaqbiq.service.selectors.posts import PostState, posts_on
from malaqbiq.service.selectors.serving import Known, Serving, serving, units_of

__all__ = ["Known", "PersonNow", "PostState", "Serving", "person_now", "posts_on", "serving", "units_of"]
