"""What is appended to a signed file at the next connection: proof that no certificate was revoked, and a timestamp over all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit

from asn1crypto.x509 import Certificate as Asn1Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from carebook.sealing import errors
from carebook.sealing.certificates import read_certificate
from carebook.sealing.trust import TrustStore
from carebook.sealing.verdict import Level, SignerVerdict, Verdict
from carebook.sealing.verify import verify

PATIENCE = 15  # seconds for one answer of a service

_WHOLE = (
    Level.CA_TIMESTAMPED,
    Level.CA,
    Level.FACILITY_TRUSTED,
    Level.FACILITY_UNKNOWN,
    Level.SIGNER_MISSING,
)


@dataclass(frozen=True)
class Stamped:
    """The file with everything appended, the moment it is proven to have been there, and the verdict on it.

    ``checked`` are the signers whose certificates their authority answered about.
    """

    pdf: bytes = field(repr=False)
    timestamped_at: datetime
    verdict: Verdict
    checked: tuple[str, ...] = ()


def append_stamps(pdf: bytes, url: str, trust: TrustStore, *, now: datetime) -> Stamped:
    """The signed file with what its signers' authorities say about revocation, and a timestamp by the service at ``url``.

    Bytes are appended only, and the result has passed the receiver's check. An authority that does not answer is passed over:
    the timestamp is worth more soon than the answer. `NothingToStamp` for a file without whole signatures, `NoTimestamp` when
    the service does not answer or refuses, `UnknownStamper` when nobody trusted vouches for it, `RevokedSince` when a signer's
    certificate turns out to be revoked, `DoubtfulSignature` when the result does not pass. Nothing is kept of a failure.
    """
    before = verify(pdf, trust, now=now)
    if before.level not in _WHOLE:
        raise errors.NothingToStamp
    made, checked = asyncio.run(_appended(pdf, url, trust, before.signers, now))
    verdict = verify(made, trust, now=now)
    moments = [signer.timestamped_at for signer in verdict.signers if signer.timestamped_at is not None]
    kept = [signer.certificate for signer in verdict.signers] == [signer.certificate for signer in before.signers]
    if not made.startswith(pdf) or verdict.level not in _WHOLE or not kept or len(moments) < len(verdict.signers):
        raise errors.DoubtfulSignature
    return Stamped(made, max(moments), verdict, checked)


async def _appended(
    pdf: bytes, url: str, trust: TrustStore, signers: Sequence[SignerVerdict], now: datetime
) -> tuple[bytes, tuple[str, ...]]:
    backend = AIOHttpFetcherBackend(per_request_timeout=PATIENCE)
    try:
        checked = []
        for signer in signers:
            # A facility's own root has no service to ask: its list travels in the file.
            if signer.root is None and (made := await _with_answers(pdf, signer, trust, backend, now)) is not None:
                pdf = made
                checked.append(signer.name)
        return await _with_timestamp(pdf, url, trust, backend, now), tuple(checked)
    finally:
        await backend.close()  # type: ignore[no-untyped-call]


async def _with_answers(
    pdf: bytes, signer: SignerVerdict, trust: TrustStore, backend: AIOHttpFetcherBackend, now: datetime
) -> bytes | None:
    """The file with the authority's answer about one signer; None when it gave none."""
    signature = _signature_of(pdf, signer)
    output = BytesIO()
    try:
        await async_add_validation_info(signature, _asking(trust, backend, now), output=output)
    except RevokedError as error:
        raise errors.RevokedSince(name=signer.name) from error
    except Exception:  # no network, no answer, or one that breaks the reading libraries
        return None
    return output.getvalue()


async def _with_timestamp(
    pdf: bytes, url: str, trust: TrustStore, backend: AIOHttpFetcherBackend, now: datetime
) -> bytes:
    output = BytesIO()
    stamper = PdfTimeStamper(HTTPTimeStamper(url, timeout=PATIENCE))
    host = urlsplit(url).hostname or url
    try:
        await stamper.async_timestamp_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            "sha256",
            validation_context=_asking(trust, backend, now, strictly=False),
            output=output,
        )
    except (ValidationError, PathBuildingError) as error:
        raise errors.UnknownStamper(host=host) from error
    except Exception as error:  # no network, no answer, or one that breaks the reading libraries
        raise errors.NoTimestamp(host=host) from error
    return output.getvalue()


def _signature_of(pdf: bytes, signer: SignerVerdict) -> EmbeddedPdfSignature:
    found: Sequence[EmbeddedPdfSignature] = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    return next(
        one
        for one in found
        if one.field_name == signer.field and read_certificate(one.signer_cert.dump()) == signer.certificate
    )


def _asking(
    trust: TrustStore, backend: AIOHttpFetcherBackend, now: datetime, *, strictly: bool = True
) -> ValidationContext:
    """Trust in the public authorities, whose services are asked; ``strictly``: no answer is a failure."""
    return ValidationContext(
        trust_roots=[Asn1Certificate.load(root.der) for root in trust.ca_roots],
        moment=now,
        allow_fetching=True,
        fetcher_backend=backend,
        revocation_mode="hard-fail" if strictly else "soft-fail",
        crls=list(trust.ca_revocations),
    )
