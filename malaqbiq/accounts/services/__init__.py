"""Users, what is granted to them, and who they are."""

from malaqbiq.accounts.services.demo import DemoDraft, demo_accounts_make
from malaqbiq.accounts.services.erasing import account_erase
from malaqbiq.accounts.services.first import FIRST, NotFirst, WrongCode, first_administrator_make, first_code
from malaqbiq.accounts.services.grants import grant_end, grant_give, no_person_say, person_link
from malaqbiq.accounts.services.notices import (
    Telling,
    notice_open,
    notices_expire,
    notices_pass,
    notices_read,
    notices_send,
    notices_settle,
)
from malaqbiq.accounts.services.users import (
    NameTaken,
    UserDraft,
    password_change,
    password_reset,
    second_factor_reset,
    user_admit,
    user_create,
    user_deactivate,
    user_reactivate,
)

__all__ = [
    "FIRST",
    "DemoDraft",
    "NameTaken",
    "NotFirst",
    "Telling",
    "UserDraft",
    "WrongCode",
    "account_erase",
    "demo_accounts_make",
    "first_administrator_make",
    "first_code",
    "grant_end",
    "grant_give",
    "no_person_say",
    "notice_open",
    "notices_expire",
    "notices_pass",
    "notices_read",
    "notices_send",
    "notices_settle",
    "password_change",
    "password_reset",
    "person_link",
    "second_factor_reset",
    "user_admit",
    "user_create",
    "user_deactivate",
    "user_reactivate",
]
