"""Every address of the house, met by somebody who has not signed in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from malaqbiq.kernel.installation import installation_record

OURS = frozenset({"front", "health", "set_language", "verify", "verify-file", "verify-slash", "verify-start"})
SIGNING_IN = frozenset(
    {
        "account_inactive",
        "account_login",
        "first-administrator",
        "mfa_login_webauthn",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    }
)
PUBLIC = OURS | SIGNING_IN
"""Names of the routes that anybody may use. All others refuse who has not signed in."""

REFUSED = frozenset({302, 403, 404, 405})


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Each route with its whole pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


def test_every_route_has_a_name() -> None:
    assert [path for path, pattern in routes(get_resolver().url_patterns) if not pattern.name] == []


@pytest.mark.django_db
def test_who_has_not_signed_in_is_refused_everywhere_else(client: Client) -> None:
    installation_record()
    let_in = []
    for path, pattern in routes(get_resolver().url_patterns):
        if pattern.name not in PUBLIC:
            asked = [(method, "/" + _filled(path)) for method in ("get", "post")]
            let_in += [f"{method} {url}" for method, url in asked if _status(client, method, url) not in REFUSED]
    assert let_in == []


def _filled(path: str) -> str:
    """The pattern with something in its places."""
    samples = {"uuid": "01890a5d-ac96-774b-bcce-b302099a8057", "int": "1"}
    parts = [
        samples.get(part.strip("<>").partition(":")[0], "x") if part.startswith("<") else part
        for part in path.split("/")
    ]
    return "/".join(parts)


def _status(client: Client, method: str, path: str) -> int:
    return int(getattr(client, method)(path).status_code)
