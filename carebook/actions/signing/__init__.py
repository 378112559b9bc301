"""Deeds about signing: keys and their revocation, the signatures of a report here, outside and in ink, and whom the book trusts."""

from carebook.actions.signing.keys import make_seal_key, make_signing_key, revoke_signing_key
from carebook.actions.signing.outside import GivenOut, export_for_signing, take_back_signed
from carebook.actions.signing.papers import sign_as_head, sign_as_preparer, sign_in_ink, sign_with_seal
from carebook.actions.signing.pictures import keep_picture, strike_picture
from carebook.actions.signing.stamps import append_due, append_stamps
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
    "append_due",
    "append_stamps",
    "check_file",
    "check_file_with",
    "check_files",
    "export_for_signing",
    "keep_picture",
    "keep_revocations",
    "make_seal_key",
    "make_signing_key",
    "newer_lists",
    "pdfs_in",
    "revoke_signing_key",
    "sign_as_head",
    "sign_as_preparer",
    "sign_in_ink",
    "sign_with_seal",
    "strike_ca_root",
    "strike_picture",
    "take_back_signed",
    "trust_facility",
    "trust_of",
    "untrust_facility",
]
