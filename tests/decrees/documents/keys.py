"""Keys and certificates for tests, made anew each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = b"rahasia"


@cache
def pkcs12_bytes(
    name: str = "ANDI TENRI PADA",
    *,
    expired: bool = False,
    early: bool = False,
    encrypting: bool = False,
    kind: str = "ec",
) -> bytes:
    """A PKCS#12 file with a key (EC P-256, or `kind`: ed25519, rsa1024, rsa2048) and a certificate that it issued.

    `early`: valid only from next month on; `encrypting`: not for signing. Without a name the certificate names a town.
    """
    key = _key(kind)
    what = NameOID.COMMON_NAME if name else NameOID.LOCALITY_NAME
    subject = x509.Name([x509.NameAttribute(what, name or "Mamuju")])
    start = datetime.now(UTC) - timedelta(days=900 if expired else -30 if early else 1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365))
        .add_extension(_usage(signs=not encrypting), critical=True)
        .sign(key, None if kind == "ed25519" else hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"kunci", key, certificate, None, BestAvailableEncryption(PASSWORD))


def certificate_pem(pkcs: bytes) -> bytes:
    """The certificate of a PKCS#12 file."""
    certificate = pkcs12.load_pkcs12(pkcs, PASSWORD).cert
    assert certificate is not None
    return certificate.certificate.public_bytes(Encoding.PEM)


def key_files(folder: Path, **options: Any) -> tuple[Path, Path]:
    """Paths of a PKCS#12 file and of a file with its password."""
    key, password = folder / "kunci.p12", folder / "sandi"
    key.write_bytes(pkcs12_bytes(**options))
    password.write_bytes(PASSWORD + b"\n")
    return key, password


def _key(kind: str) -> ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey:
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind.removeprefix("rsa")))
    return ec.generate_private_key(ec.SECP256R1())


def _usage(*, signs: bool) -> x509.KeyUsage:
    others = dict.fromkeys(("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False)
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=not signs,
        encipher_only=False,
        decipher_only=False,
        **others,
    )
