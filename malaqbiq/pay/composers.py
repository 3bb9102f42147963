"""On which page drafts of this room's kinds are composed."""

from __future__ import annotations

from malaqbiq.pay.selectors.drafts import OrderKind

COMPOSERS = {kind.value: "decree-compose" for kind in OrderKind}
