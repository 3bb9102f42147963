"""The PKCS#12 file that signs here: whom its certificate names, and whether it may sign now. Nothing is signed yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from malaqbiq.kernel.words import Words, gettext_noop

NO_KEY = gettext_noop(
    "the key file has no key, or another password: look at MALAQBIQ_P12 and MALAQBIQ_P12_PASSWORD_FILE"
)
NO_PASSWORD = gettext_noop("the file with the key's password can't be read: look at MALAQBIQ_P12_PASSWORD_FILE")
OUT_OF_TIME = gettext_noop(
    "the certificate of %(name)s is valid from %(start)s to %(end)s; by this machine's clock it is %(today)s"
)
RENEW = gettext_noop(
    "name the file of a certificate that is valid in MALAQBIQ_P12, or set the machine's clock if that is wrong; "
    "nothing was signed"
)
OTHER_USE = gettext_noop("the certificate of %(name)s is not for signing: its key usage is %(usage)s")
SIGNING = gettext_noop(
    "name the file of a certificate for signatures (digital signature or non-repudiation) in MALAQBIQ_P12; "
    "nothing was signed"
)
WEAK = gettext_noop(
    "the key of %(name)s is %(kind)s, which can't sign here: RSA of at least 2048 bits or an EC key can"
)
NAMELESS = gettext_noop("the certificate names nobody: it has no common name (CN)")
OTHER_KEY = gettext_noop("name the file of another key in MALAQBIQ_P12; nothing was signed")
LEAST_BITS = {"rsa": 2048, "ec": 256}
"""Kinds of keys that sign here, and how many bits each has at least."""

SIGNS = frozenset({"digital_signature", "non_repudiation"})
"""Key usages of which a certificate that signs documents has one, if it names any (RFC 5280, 4.2.1.3)."""


class KeyRefused(Exception):
    """The PKCS#12 file can't be read with its password, holds no key, or one that may not sign now."""

    def __init__(self, words: Words | str, remedy: str = "") -> None:
        self.words, self.remedy = words if isinstance(words, Words) else Words(words), remedy
        super().__init__(str(self.words))


def password_read(path: str) -> bytes:
    """The password in the file; none if no file is named. KeyRefused if the file can't be read."""
    try:
        return Path(path).read_bytes().strip() if path else b""
    except OSError as error:
        raise KeyRefused(NO_PASSWORD) from error


def certificate_read(path: Path, password: bytes) -> Certificate:
    """The certificate of a PKCS#12 file that has its key too; KeyRefused if it can't be had."""
    try:
        found = pkcs12.load_pkcs12(path.read_bytes(), password or None)
    except (OSError, ValueError) as error:
        raise KeyRefused(NO_KEY) from error
    if found.key is None or found.cert is None:
        raise KeyRefused(NO_KEY)
    return Certificate.load(found.cert.certificate.public_bytes(Encoding.DER))


def may_sign(certificate: Certificate, at: datetime) -> None:
    """KeyRefused unless the certificate is valid at the moment and for signing, and names who holds a key of ours.

    The moment is the machine's, in a demo too: a PDF's signature claims that one, and readers compare it.
    """
    if not in_time(certificate, at):
        validity = certificate["tbs_certificate"]["validity"]
        start, end = (validity[name].native.date() for name in ("not_before", "not_after"))
        days = {"start": start, "end": end, "today": at.date()}
        raise KeyRefused(Words(OUT_OF_TIME, {"name": common_name(certificate), **days}), RENEW)
    usage = certificate.key_usage_value
    if usage is not None and not SIGNS & usage.native:
        raise KeyRefused(Words(OTHER_USE, {"name": common_name(certificate), "usage": _listed(usage.native)}), SIGNING)
    kind = certificate.public_key.algorithm
    # The library knows sizes of some kinds only.
    bits = certificate.public_key.bit_size if kind in LEAST_BITS else 0
    if not bits or bits < LEAST_BITS[kind]:
        told = f"{kind.upper()} {bits or ''}".strip()
        raise KeyRefused(Words(WEAK, {"name": common_name(certificate), "kind": told}), OTHER_KEY)
    if not certificate.subject.native.get("common_name"):
        raise KeyRefused(NAMELESS, OTHER_KEY)


def in_time(certificate: Certificate, at: datetime) -> bool:
    """Whether the certificate is valid at an aware moment."""
    validity = certificate["tbs_certificate"]["validity"]
    return bool(validity["not_before"].native <= at <= validity["not_after"].native)


def common_name(certificate: Certificate) -> str:
    """Whom the certificate names; without a common name whatever its subject says."""
    subject = certificate.subject.native
    return str(subject.get("common_name") or ", ".join(map(str, subject.values())) or "-")


def _listed(usage: Iterable[str]) -> str:
    return ", ".join(sorted(usage)).replace("_", " ") or "-"
