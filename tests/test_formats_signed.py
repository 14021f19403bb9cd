"""Electronic signatures: made by a real signer, then left alone, altered, added to."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from archivist import formats
from archivist.model import Digest, Limits, Reading, Sealing, Signed

SIGNER = "青山区食品安全委员会办公室"
DIGEST = Digest("0" * 64)


def _page() -> io.BytesIO:
    from pypdf import PdfWriter

    out = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out


@pytest.fixture(scope="module")
def signed() -> bytes:
    """A page signed with a self-made certificate."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, SIGNER)])
    began = datetime(2022, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    private = key.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = signers.SimpleSigner(
        signing_cert=asn1.Certificate.load(certificate.public_bytes(der)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    writer = IncrementalPdfFileWriter(_page())
    out = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name="S1"), signer=signer)
    return bytes(out.getbuffer())


def _reading(data: bytes, tmp_path: Path) -> Reading:
    file = tmp_path / "file"
    file.write_bytes(data)
    return formats.read(file, DIGEST, tmp_path / "spool", Limits(ocr_pages=0)).reading


def _signatures(reading: Reading) -> list[Signed]:
    return [Signed.read(value) for name, value in reading.facts if name == "signature"]


def test_a_signature_left_alone_is_intact_and_names_its_signer(
    signed: bytes, tmp_path: Path
) -> None:
    [one] = _signatures(_reading(signed, tmp_path))
    assert (one.state, one.signer) == (Sealing.INTACT, SIGNER)
    assert datetime.fromisoformat(one.time).tzinfo


def test_one_changed_byte_breaks_it(signed: bytes, tmp_path: Path) -> None:
    at = signed.index(b"/MediaBox")
    [one] = _signatures(_reading(signed[:at] + b"/mediaBox" + signed[at + 9 :], tmp_path))
    assert one.state is Sealing.ALTERED


def test_a_page_added_after_signing_shows(signed: bytes, tmp_path: Path) -> None:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = writer.root["/Pages"]["/Count"]
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    [one] = _signatures(_reading(out.getvalue(), tmp_path))
    assert one.state is Sealing.ADDED


def test_a_container_for_signatures_that_holds_none_is_not_judged(
    signed: bytes, tmp_path: Path
) -> None:
    at = signed.index(b"/Contents <") + 11
    [one] = _signatures(_reading(signed[:at] + b"00" * 40 + signed[at + 80 :], tmp_path))
    assert one.state is Sealing.UNKNOWN
    assert one.why


_OFD = """<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD"><ofd:DocBody>
<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot><ofd:Signatures>Signatures.xml</ofd:Signatures>
</ofd:DocBody></ofd:OFD>"""
_LIST = """<Signatures><Signature ID="1" BaseLoc="Signature.xml"/></Signatures>"""


def _ofd(protected: bytes, method: str, value: bytes) -> bytes:
    told = (
        f"<Signature><SignedInfo><SignatureDateTime>2022-03-09 10:00:00</SignatureDateTime>"
        f'<References CheckMethod="{method}"><Reference FileRef="/Doc_0/Document.xml"><CheckValue>'
        f"{base64.b64encode(value).decode()}</CheckValue></Reference></References></SignedInfo></Signature>"
    )
    parts = {"OFD.xml": _OFD, "Signatures.xml": _LIST, "Signature.xml": told}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
        package.writestr("Doc_0/Document.xml", protected)
    return out.getvalue()


@pytest.mark.parametrize(
    ("method", "name"), [("1.2.156.10197.1.401", "sm3"), ("SHA-256", "sha256"), ("MD5", "md5")]
)
def test_an_ofd_part_changed_after_signing_shows(method: str, name: str, tmp_path: Path) -> None:
    page = b"<Document/>"
    held = _ofd(page, method, hashlib.new(name, page).digest())
    [one] = _signatures(_reading(held, tmp_path))
    assert (one.state, one.time) == (Sealing.UNKNOWN, "2022-03-09T10:00:00")
    assert "签名值本身未核验" in one.why
    [one] = _signatures(_reading(_ofd(page, method, hashlib.new(name, b"x").digest()), tmp_path))
    assert one.state is Sealing.ALTERED


def test_an_ofd_with_an_unknown_digest_is_not_judged(tmp_path: Path) -> None:
    [one] = _signatures(_reading(_ofd(b"<Document/>", "1.2.156.10197.1.401.2", b"?"), tmp_path))
    assert one.state is Sealing.UNKNOWN
