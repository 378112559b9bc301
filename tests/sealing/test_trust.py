"""The trust store keeps what it was told, says it as JSON, and forgets no revocation."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from pathlib import Path
from shutil import which

import pytest

from carebook.sealing import errors
from carebook.sealing.codes import facility_code
from carebook.sealing.keys import Key, open_root
from carebook.sealing.trust import TrustStore, make_revocation_list, read_revocations

from .conftest import NOW, Authority


def test_pinning_replaces_and_unpinning_forgets(trust: TrustStore, root_p12: bytes, impostor: Key) -> None:
    root = open_root(root_p12, "két sắt").certificate
    again = trust.pinned(facility_code(root), facility="Hoa Sen 2", checked_on=date(2026, 12, 1), checked_by="B")
    pin = again.facility_of(root)
    assert (len(again.facilities), pin and pin.facility, pin and pin.checked_by) == (1, "Hoa Sen 2", "B")
    assert trust.facilities[0].facility == "Hoa Sen"
    assert trust.facility_of(impostor.chain[0]) is None
    assert again.unpinned(root.fingerprint).facility_of(root) is None


def test_store_travels_as_json(trust: TrustStore, authority: Authority, root_p12: bytes) -> None:
    root = open_root(root_p12, "két sắt").certificate
    news = read_revocations(make_revocation_list(root_p12, "két sắt", {7: NOW}, now=NOW), root)
    full = trust.with_ca_root(authority.trust.ca_roots[0]).with_ca_revocations((authority.revocation_list(),))
    full = full.with_revocations(news)
    assert TrustStore.from_data(json.loads(json.dumps(full.as_data()))) == full
    assert TrustStore.from_data(TrustStore().as_data()) == TrustStore()
    assert full.with_ca_root(authority.trust.ca_roots[0]) == full


def test_newest_list_wins(root_p12: bytes) -> None:
    root = open_root(root_p12, "két sắt").certificate
    old, new = (
        read_revocations(make_revocation_list(root_p12, "két sắt", revoked, now=at), root)
        for revoked, at in (({}, NOW), ({5: NOW, 6: NOW}, NOW + timedelta(seconds=1)))
    )
    for order in ((old, new), (new, old), (new, new)):
        store = TrustStore()
        for one in order:
            store = store.with_revocations(one)
        assert store.revocations == (new,)
    assert dict(new.revoked) == {5: NOW, 6: NOW}
    assert TrustStore().revocations_of(root.fingerprint) is None


def test_only_the_root_revokes(root_p12: bytes, impostor: Key) -> None:
    listed = make_revocation_list(root_p12, "két sắt", {5: NOW}, now=NOW)
    for der, root in ((listed, impostor.chain[0]), (b"nonsense", impostor.chain[0]), (listed[:-3], impostor.chain[0])):
        with pytest.raises(errors.NotARevocationList):
            read_revocations(der, root)
    with pytest.raises(errors.WrongKeyPassword):
        make_revocation_list(root_p12, "sai", {}, now=NOW)


@pytest.mark.skipif(which("openssl") is None, reason="openssl is not installed")
def test_openssl_reads_the_list(root_p12: bytes, tmp_path: Path) -> None:
    (tmp_path / "list.crl").write_bytes(make_revocation_list(root_p12, "két sắt", {0xABCD: NOW}, now=NOW))
    command = ["openssl", "crl", "-inform", "DER", "-in", str(tmp_path / "list.crl"), "-noout", "-text"]
    assert "Serial Number: ABCD" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
