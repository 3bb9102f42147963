"""Pay of a draft, told anew where a floor has become known, or changed, since it was drafted."""

from __future__ import annotations


def recalculated(amount: int, *, former: int, then: int | None, now: int | None, excepted: bool) -> int:
    """The pay that follows from the floor of now where that of then stood; all in whole rupiah a month, None: unknown.

    Pay that was drafted by the rule (as before, `former`, or the floor where that is higher) follows the rule again;
    what somebody set by hand stays unless it is below the floor. With an exception from the floor it stays.
    """
    if excepted:
        return amount
    if amount == max(former, then or 0):
        return max(former, now or 0) or amount
    return max(amount, now or 0)
