"""A public authority with real services for tests: its timestamps, answers about revocation and lists come over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from wsgiref.types import WSGIApplication

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import load_der_x509_certificate
from werkzeug.serving import make_server

from carebook.sealing import keys
from carebook.sealing.certificates import Certificate, read_certificate
from carebook.sealing.trust import TrustStore

_ARCHITECTURE = ArchLabel("ca-thu")
_PERSONS = {"director": "NGUYỄN HỮU DŨNG", "leaver": "LÊ VĂN THU HỒI"}
_ALWAYS = {"valid-from": "2020-01-01T00:00:00+0000", "valid-to": "2040-01-01T00:00:00+0000"}


@dataclass
class Services:
    """The running authority. ``down`` switches everything off but the port, ``garbage`` is answered to everything while it is
    set, ``asked`` are the paths that were asked for."""

    url: str
    root: Certificate
    persons: dict[str, keys.Key]
    asked: list[str]
    down: bool = False
    garbage: bytes = b""

    @property
    def stamping(self) -> str:
        """The address of its timestamping service."""
        return f"{self.url}/ca-thu/tsa/tsa"

    @property
    def trust(self) -> TrustStore:
        """A store that trusts it."""
        return TrustStore().with_ca_root(self.root)


@contextmanager
def running(folder: Path, at: datetime, name: str = "thử") -> Iterator[Services]:
    """The authority's services on a port of their own, as they answer at the moment ``at``."""
    names = ["root", "issuer", "ocsp", "tsa", *_PERSONS]
    private = {whose: _key(whose) for whose in names}
    for whose, key in private.items():
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{whose}.pem").write_bytes(pem)
    made: dict[str, object] = {}
    server = make_server("127.0.0.1", 0, _guarded(made), threaded=True)
    url = f"http://127.0.0.1:{server.server_port}"
    config = CertomancerConfig(_config(names, name), str(folder), external_url_prefix=url)
    architecture = config.get_pki_arch(_ARCHITECTURE)

    def certificate(label: str) -> bytes:
        return bytes(architecture.get_cert(CertLabel(label)).dump())

    chain = tuple(load_der_x509_certificate(certificate(label)) for label in ("issuer", "root"))
    persons = {
        whose: keys.open_p12(
            keys.write_key_file(private[whose], load_der_x509_certificate(certificate(whose)), chain, "p"), "p"
        )
        for whose in _PERSONS
    }
    services = Services(url, read_certificate(certificate("root")), persons, [])
    animator = Animator(AnimatorArchStore({_ARCHITECTURE: architecture}), at_time=at, with_web_ui=False)
    made.update(services=services, application=animator)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _guarded(made: dict[str, object]) -> WSGIApplication:
    def answer(environ, start_response):  # type: ignore[no-untyped-def]
        services, application = made["services"], made["application"]
        services.asked.append(environ["PATH_INFO"])  # type: ignore[attr-defined]
        if services.down:  # type: ignore[attr-defined]
            start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b""]
        if services.garbage:  # type: ignore[attr-defined]
            kind = "timestamp-reply" if "tsa" in environ["PATH_INFO"] else "ocsp-response"
            start_response("200 OK", [("Content-Type", f"application/{kind}")])
            return [services.garbage]  # type: ignore[attr-defined]
        return application(environ, start_response)  # type: ignore[operator]

    return answer


def _key(name: str) -> keys.PrivateKey:
    if name in ("tsa", "ocsp", "issuer", "root"):
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def _usage(*names: str) -> dict[str, object]:
    return {"id": "key_usage", "critical": True, "smart-value": {"schema": "key-usage", "params": list(names)}}


def _lists(of: str) -> dict[str, object]:
    value = {"schema": "crl-dist-url", "params": {"crl-repo-names": [of]}}
    return {"id": "crl_distribution_points", "smart-value": value}


def _config(names: list[str], called: str) -> dict[str, object]:
    """An authority of two levels that issues persons, with its services."""
    words = {
        "root": f"CA gốc {called}",
        "issuer": f"CA cấp {called}",
        "ocsp": "OCSP",
        "tsa": f"TSA {called}",
    } | _PERSONS
    authority = [
        {"id": "basic_constraints", "critical": True, "value": {"ca": True}},
        _usage("digital_signature", "key_cert_sign", "crl_sign"),
    ]
    asks = {"schema": "aia-urls", "params": {"ocsp-responder-names": ["ocsp"]}}
    person = [
        _usage("digital_signature", "non_repudiation"),
        _lists("issuer"),
        {"id": "authority_information_access", "smart-value": asks},
    ]
    leaver = {"revocation": {"revoked-since": "2026-06-01T00:00:00+0000", "reason": "key_compromise"}}
    certs: dict[str, object] = {
        "root": {"subject": "root", "issuer": "root", "validity": _ALWAYS, "extensions": authority},
        "issuer": {"issuer": "root", "validity": _ALWAYS, "extensions": [*authority, _lists("root")]},
        "ocsp": {
            "issuer": "issuer",
            "validity": _ALWAYS,
            "extensions": [
                _usage("digital_signature"),
                {"id": "extended_key_usage", "critical": True, "value": ["ocsp_signing"]},
                {"id": "ocsp_no_check"},
            ],
        },
        "tsa": {
            "issuer": "root",
            "validity": _ALWAYS,
            "extensions": [
                _usage("digital_signature"),
                {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
                _lists("root"),
            ],
        },
        "director": {"issuer": "issuer", "validity": _ALWAYS, "extensions": person},
        "leaver": {"issuer": "issuer", "validity": _ALWAYS, "extensions": person} | leaver,
    }
    services = {
        "ocsp": {"ocsp": {"for-issuer": "issuer", "responder-cert": "ocsp", "signing-key": "ocsp"}},
        "crl-repo": {
            name: {"for-issuer": name, "signing-key": name, "simulated-update-schedule": "P90D"}
            for name in ("root", "issuer")
        },
        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
    }
    return {
        "keysets": {"k": {"keys": {name: {"path": f"{name}.pem"} for name in names}}},
        "pki-architectures": {
            "ca-thu": {
                "keyset": "k",
                "entities": {name: {"country-name": "VN", "common-name": words[name]} for name in names},
                "certs": certs,
                "services": services,
            }
        },
    }
