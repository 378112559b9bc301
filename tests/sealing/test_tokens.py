"""A signing token signs what a key file signs, and says in words what stands against it (SoftHSM plays the token)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pkcs11
import pytest

from carebook.records.signing import HEAD
from carebook.sealing import errors, tokens
from carebook.sealing.certificates import read_certificate
from carebook.sealing.sign import sign_and_check
from carebook.sealing.trust import TrustStore
from carebook.sealing.verdict import Level
from carebook.sealing.verify import verify
from tests.token_samples import LABEL, PIN, PluggedIn, needs_softhsm, plugged_in

from .conftest import NOW

HOLDER = "NGUYỄN HỮU DŨNG"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PluggedIn]:
    with plugged_in(tmp_path_factory.mktemp("token"), HOLDER, NOW) as plugged:
        yield plugged


@pytest.fixture(scope="module")
def key(token: PluggedIn) -> tokens.TokenKey:
    (found,) = tokens.keys_on_tokens(token.driver)
    return found


@needs_softhsm
def test_what_is_plugged_in_is_read_without_a_pin(key: tokens.TokenKey) -> None:
    assert (key.token, key.certificate.name, key.certificate.issuer) == (LABEL, HOLDER, "CA thử")
    assert not key.is_last_try


@needs_softhsm
def test_the_token_signs_after_the_preparers_file(
    once: bytes, trust: TrustStore, key: tokens.TokenKey, token: PluggedIn
) -> None:
    both = trust.with_ca_root(read_certificate(token.authority))
    with tokens.opened(key, PIN) as opened:
        signed, verdict = sign_and_check(once, HEAD, opened, when=NOW, reason="Ký báo cáo", trust=both)
    assert signed.startswith(once)
    assert verdict.level is Level.FACILITY_TRUSTED
    assert [s.level for s in verdict.signers] == [Level.FACILITY_TRUSTED, Level.CA]
    assert verify(signed, trust, now=NOW).level is Level.FACILITY_UNKNOWN  # nobody added the authority


@needs_softhsm
def test_a_wrong_pin_is_tried_once_and_said(key: tokens.TokenKey) -> None:
    with pytest.raises((errors.WrongPin, errors.LastPinTry)), tokens.opened(key, "00000000"):
        pass
    with tokens.opened(key, PIN) as opened:
        assert opened.name == HOLDER


@needs_softhsm
def test_another_token_or_another_key(key: tokens.TokenKey) -> None:
    with pytest.raises(errors.NoToken), tokens.opened(replace(key, number="khác"), PIN):
        pass
    with pytest.raises(errors.NoKeyOnToken), tokens.opened(replace(key, key_id=b"\x09"), PIN):
        pass


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        (pkcs11.TokenFlag(0), errors.WrongPin),
        (pkcs11.TokenFlag.USER_PIN_COUNT_LOW, errors.WrongPin),
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, errors.LastPinTry),
        (pkcs11.TokenFlag.USER_PIN_LOCKED, errors.TokenLocked),
    ],
)
def test_how_near_the_token_is_to_locking_itself(flags: pkcs11.TokenFlag, found: type[errors.SealingError]) -> None:
    assert isinstance(tokens._refusal(flags, pkcs11.PinIncorrect()), found)


def test_what_is_no_driver(tmp_path: Path) -> None:
    other = tmp_path / "khong-phai.so"
    with pytest.raises(errors.DriverMissing):
        tokens.keys_on_tokens(other)
    other.write_bytes(b"none")
    with pytest.raises(errors.DriverMissing):
        tokens.keys_on_tokens(other)
