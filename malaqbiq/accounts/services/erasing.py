"""Taking a person out of the account by which he signed in, as the law asks."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from malaqbiq.accounts.authority import unit_code_of
from malaqbiq.accounts.models import PersonLink, User
from malaqbiq.accounts.services.notices import notices_erase
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record


@transaction.atomic
def account_erase(*, access: Access, person: UUID) -> int:
    """Close a person's account for good and take out who he is (UU 27/2022); how many, none or one.

    He is signed out at once, and neither password nor second factor lets anybody in. What he did stays his under a
    pseudonym, which nothing links to the person. What he was told is gone, and what anybody was told about him.
    Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    notices_erase(access=access, person=person)
    user = User.objects.select_for_update().filter(person_link__person__uid=person).first()
    if user is None:
        return 0
    user.username, user.name, user.email = f"dihapus-{user.uid.hex}", "", ""
    user.is_active = False
    # Sessions hang on the password: even where somebody opens the account again, the old ones stay dead.
    user.set_unusable_password()
    user.save()
    for model in (PersonLink, Authenticator, EmailAddress, SocialAccount):
        model.objects.filter(user=user).delete()
    activity_record(access=access, action="accounts.erase", unit_code=unit_code_of(user), subject_uid=user.uid)
    return 1
