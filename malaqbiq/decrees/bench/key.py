"""A key to be measured with and thrown away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID

from malaqbiq.decrees.documents.signing import Key
from malaqbiq.kernel import clock


def throwaway_key(folder: Path) -> Key:
    """An EC P-256 key with a certificate that it issued itself, from a file in the folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Bench")])
    start = clock.now() - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    certificate = builder.not_valid_before(start).not_valid_after(start + timedelta(days=2)).sign(key, hashes.SHA256())
    path = folder / "bench.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"bench", key, certificate, None, NoEncryption()))
    return Key.load(path, b"")
