"""Who may sign in at all."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from malaqbiq.accounts.models import User
from malaqbiq.accounts.selectors import user_read
from malaqbiq.kernel import clock


class HouseBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, but a demo's accounts are nobody outside a demo. It is asked again at every request."""

    def get_user(self, user_id: Any) -> User | None:
        """Who a session says it is, if the user may sign in still."""
        user = user_read(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the user is active, and no demo's account in a live installation."""
        return bool(super().user_can_authenticate(user)) and not _is_out_of_place(user)

    def _check_password(self, user: Any, password: str) -> Any:
        # As if there were no such user: allauth takes as long to say so, and says the same.
        return super()._check_password(None if user and _is_out_of_place(user) else user, password)


def _is_out_of_place(user: User) -> bool:
    # Only a demo's clock stands: the database sees to that.
    return user.is_demo and not clock.is_standing()
