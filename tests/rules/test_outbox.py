"""Addresses of destinations, and how long a package waits before it is tried again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncssh
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.periods import Destination
from carebook.rules.outbox import (
    FIRST_WAIT,
    LONGEST_WAIT,
    Way,
    fingerprint,
    is_server,
    next_try,
    problems_in,
    way_of,
)
from carebook.rules.problem import errors

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "way"),
    [
        ("/home/vanthu/gui", Way.FOLDER),
        ("C:\\gui", Way.FOLDER),
        ("E:\\nhan", Way.DRIVE),
        ("/media/vanthu/SO-Y-TE", Way.DRIVE),
        ("/run/media/vanthu/SO-Y-TE", Way.DRIVE),
        ("\\\\soyte\\nhan", Way.SHARE),
        ("davs://nhan.example.vn/bao-cao", Way.WEBDAV),
        ("https://nhan.example.vn/bao-cao", Way.WEBDAV),
        ("SFTP://nhan.example.vn", Way.SFTP),
        ("smb://soyte/nhan", Way.SMB),
        ("smb://soyte:4450/nhan/bao-cao", Way.SMB),
        ("s3://kho.example.vn/so-y-te/bao-cao", Way.S3),
    ],
)
def test_how_an_address_is_reached(url: str, way: Way) -> None:
    assert way_of(url) is way
    assert is_server(url) is (way not in (Way.FOLDER, Way.DRIVE, Way.SHARE))
    assert errors(problems_in(Destination(name="Sở Y tế", url=url, user="trungtam"))) == []


@pytest.mark.parametrize(
    ("name", "url", "user", "field"),
    [
        ("", "/gui", "", "name"),
        ("Sở", "", "", "url"),
        ("Sở", "gui", "", "url"),
        ("Sở", "ftp://nhan.example.vn", "", "url"),
        ("Sở", "s3://so-y-te", "khoa", "url"),
        ("Sở", "s3://kho.example.vn/so-y-te", "", "user"),
        ("Sở", "s3://khoa:bi-mat@kho.example.vn/so-y-te", "khoa", "url"),
        ("Sở", "smb://soyte", "trungtam", "url"),
        ("Sở", "smb://soyte/", "trungtam", "url"),
        ("Sở", "smb://soyte/nhan", " ", "user"),
        ("Sở", "smb://SOYTE;trungtam:bi-mat@soyte/nhan", "trungtam", "url"),
        ("Sở", "davs:///bao-cao", "", "url"),
        ("Sở", "davs://nhan.example.vn:so/bao-cao", "", "url"),
        ("Sở", "davs://trungtam:bi-mat@nhan.example.vn/bao-cao", "", "url"),
        ("Sở", "sftp://trungtam@nhan.example.vn/bao-cao", "trungtam", "url"),
        ("Sở", "davs://nhan.example.vn/bao-cao?token=bi-mat", "", "url"),
        ("Sở", "sftp://nhan.example.vn/bao-cao", "  ", "user"),
    ],
)
def test_what_is_wrong_with_a_destination(name: str, url: str, user: str, field: str) -> None:
    found = errors(problems_in(Destination(name=name, url=url, user=user)))
    assert [problem.field for problem in found] == [field]
    assert "bi-mat" not in str(found)


@pytest.mark.parametrize(
    "url", ["dav://nhan.example.vn/bao-cao", "http://nhan.example.vn/bao-cao", "s3+http://kho.example.vn/so-y-te"]
)
def test_what_can_be_read_on_the_way_is_a_warning(url: str) -> None:
    found = problems_in(Destination(name="Sở", url=url, user="trungtam"))
    assert [problem.severity for problem in found] == ["warning"]


@given(st.integers(0, 10_000))
def test_it_waits_longer_and_longer_but_never_too_long(tries: int) -> None:
    wait = next_try(tries, NOW) - NOW
    assert FIRST_WAIT <= wait <= LONGEST_WAIT
    assert wait <= next_try(tries + 1, NOW) - NOW


def test_the_first_waits_are_minutes() -> None:
    assert [next_try(n, NOW) - NOW for n in (1, 2, 3, 7)] == [timedelta(minutes=n) for n in (1, 2, 4, 60)]


def test_the_fingerprint_is_what_the_keeper_of_the_server_reads_out() -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    shown = key.export_public_key("openssh").decode()
    assert fingerprint(shown) == key.get_fingerprint()
    assert fingerprint("") == ""
