"""Deeds about signing: keys and their revocation, the signatures of a report here, outside and in ink, and whom the book trusts."""

from carebook.actions.signing.keys import make_signing_key, revoke_signing_key
from carebook.actions.signing.outside import GivenOut, export_for_signing, take_back_signed
from carebook.actions.signing.papers import sign_as_head, sign_as_preparer, sign_in_ink
from carebook.actions.signing.trust import (
    LARGEST,
    CheckedFile,
    add_ca_root,
    check_file,
    check_file_with,
    check_files,
    keep_revocations,
    newer_lists,
    pdfs_in,
    strike_ca_root,
    trust_facility,
    trust_of,
    untrust_facility,
)

__all__ = [
    "LARGEST",
    "CheckedFile",
    "GivenOut",
    "add_ca_root",
    "check_file",
    "check_file_with",
    "check_files",
    "export_for_signing",
    "keep_revocations",
    "make_signing_key",
    "newer_lists",
    "pdfs_in",
    "revoke_signing_key",
    "sign_as_head",
    "sign_as_preparer",
    "sign_in_ink",
    "strike_ca_root",
    "take_back_signed",
    "trust_facility",
    "trust_of",
    "untrust_facility",
]
