"""For whom a view is. A view that doesn't say so answers nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from malaqbiq.kernel.access import Access, Forbidden, Role

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Audience:
    """Anybody at all (`public`), or whoever signs in and holds one of the roles on some work unit.

    `everyone` asks for a sign-in alone: a page about oneself.
    """

    roles: frozenset[Role] = frozenset()
    public: bool = False
    everyone: bool = False

    def includes(self, access: Access) -> bool:
        """Whether somebody who signed in is meant; what he then sees is narrowed to what his grants cover."""
        return self.public or self.everyone or any(access.roles.get(role) for role in self.roles)


def public(view: View) -> View:
    """Mark a view as anybody's."""
    view.audience = Audience(public=True)  # type: ignore[attr-defined]
    return view


def everyone(view: View) -> View:
    """Mark a view as that of everybody who signs in."""
    view.audience = Audience(everyone=True)  # type: ignore[attr-defined]
    return view


def audience(*roles: Role) -> Callable[[View], View]:
    """Mark a view as that of whoever holds one of the roles on some work unit."""

    def marked(view: View) -> View:
        view.audience = Audience(roles=frozenset(roles))  # type: ignore[attr-defined]
        return view

    return marked


def audience_of(view: Callable[..., Any]) -> Audience | None:
    """For whom a view says it is, or None if it doesn't say."""
    found = getattr(view, "audience", None)
    return found if isinstance(found, Audience) else None


def theirs(view: View) -> View:
    """A view of which what lies outside the asker's work units or role isn't there: 404."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except (ObjectDoesNotExist, Forbidden) as error:
            raise Http404 from error

    return answered  # type: ignore[return-value]
