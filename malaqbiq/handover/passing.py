"""What lower rooms hold of somebody and can't list themselves: views of lists, and notices that weren't read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.accounts.models import User
from malaqbiq.accounts.notices import kinds
from malaqbiq.accounts.passing import Passing, Thing
from malaqbiq.accounts.selectors import notices_own, notices_said
from malaqbiq.accounts.services import notices_pass
from malaqbiq.kernel.access import Access
from malaqbiq.ui.selectors import views_owned
from malaqbiq.ui.services import views_hand_over


def views(*, giver: Access, taker: Access) -> Sequence[Thing]:
    """The giver's own views."""
    del taker  # anybody can have a view of a list; of what he doesn't see it shows nothing
    return [Thing(uid=view.uid, label=view.name) for view in views_owned(giver.actor)]


def views_give(*, access: Access, giver: Access, taker: Access, things: Collection[UUID]) -> None:
    """They are the taker's."""
    del access  # asked by the handover
    views_hand_over(giver=giver.actor, taker=taker.actor, views=things)


def notices(*, giver: Access, taker: Access) -> Sequence[Thing]:
    """What the giver has not read, as the taker may read it; not what is about the giver himself."""
    passing = [key for key, kind in kinds().items() if not kind.personal]
    unread = list(notices_own(giver).filter(read_at__isnull=True, kind__in=passing).order_by("pk"))
    return [Thing(uid=one.notice.uid, label=one.text) for one in notices_said(taker, unread) if not one.is_gone]


def notices_give(*, access: Access, giver: Access, taker: Access, things: Collection[UUID]) -> None:
    """They are the taker's to read."""
    users = {str(user.uid): user for user in User.objects.filter(uid__in=[giver.actor, taker.actor])}
    notices_pass(access=access, giver=users[giver.actor], taker=users[taker.actor], notices=things)


PASSINGS = [
    Passing("views", _("Views of lists"), "columns", views, views_give, listed=False),
    Passing("notices", _("Unread notices"), "bell", notices, notices_give, listed=False),
]
