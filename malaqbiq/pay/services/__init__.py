"""What may be done with pay."""

from malaqbiq.pay.services.exceptions import exception_approve, exception_propose

__all__ = ["exception_approve", "exception_propose"]
