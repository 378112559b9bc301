"""A command that only looks: the signatures of a file from anywhere."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carebook.store.book import in_vietnam, now_utc
from carebook.words import _, message

_SOUND = ("ca_timestamped", "ca", "facility_trusted", "facility_unknown")


def add_to(commands: Any, shared: argparse.ArgumentParser, _opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser(
        "verify", parents=[shared], help=_("check the signatures of a file, or of all files in a folder")
    )
    one.add_argument("file", metavar="FILE|FOLDER")
    one.add_argument("--trust", default="", metavar="CODE", help=_("the identity code printed on the facility's paper"))
    one.set_defaults(run=check_signature)


def check_signature(given: argparse.Namespace) -> Mapping[str, Any]:
    """The verdict on any file, offline; with ``--trust`` its facility is believed when the code agrees.

    Of a folder every PDF file is checked; the answer is good when each of them is.
    """
    if Path(given.file).is_dir():
        return _check_folder(Path(given.file), given.trust)
    from carebook.actions.change import refuse
    from carebook.sealing.trust import TrustStore
    from carebook.sealing.verify import verify

    try:
        raw = Path(given.file).read_bytes()
    except OSError as error:
        raise refuse(message("“{file}” cannot be read.", file=Path(given.file).name)) from error
    now = now_utc()
    verdict = verify(raw, TrustStore(), now=now)
    code = verdict.code_to_compare
    if given.trust and code is not None and code.matches(given.trust):
        trust = TrustStore().pinned(code, facility=code.facility, checked_on=in_vietnam(now), checked_by="")
        verdict = verify(raw, trust, now=now)
    said = [str(verdict.words), *(f"  {s.name} · {s.post}" for s in verdict.signers)]
    if code is not None and verdict.level.value == "facility_unknown":
        said.append(str(message("Identity code of {facility}: {code}", facility=code.facility, code=code.short)))
    return {
        "level": verdict.level.value,
        "words": str(verdict.words),
        "signers": [
            {
                "name": s.name,
                "post": s.post,
                "level": s.level.value,
                "timestamped_at": s.timestamped_at.isoformat() if s.timestamped_at else None,
            }
            for s in verdict.signers
        ],
        "report": verdict.report,
        "data_sha256": verdict.data_sha256,
        "_exit": 0 if verdict.level.value in _SOUND else 1,
        "_said": said,
    }


def _check_folder(folder: Path, trusted: str) -> Mapping[str, Any]:
    from carebook.actions.signing import check_files, pdfs_in
    from carebook.sealing.trust import TrustStore
    from carebook.sealing.verdict import LEVEL_WORDS

    now, files, trust = now_utc(), pdfs_in(folder), TrustStore()
    found = check_files(folder, files, trust, now)
    codes = [one.verdict.code_to_compare for one in found if one.verdict is not None]
    if code := next((code for code in codes if trusted and code is not None and code.matches(trusted)), None):
        trust = trust.pinned(code, facility=code.facility, checked_on=in_vietnam(now), checked_by="")
        found = check_files(folder, files, trust, now)
    told, said = [], []
    for one in found:
        level = one.verdict.level.value if one.verdict is not None else "unreadable"
        words = _(LEVEL_WORDS[one.verdict.level]) if one.verdict is not None else _("could not be read")
        signers = [signer.name for signer in one.verdict.signers] if one.verdict is not None else []
        told.append({"file": one.path, "level": level, "signers": signers, "same_as": one.same_as})
        again = str(message("same file as {file}", file=one.same_as)) if one.same_as else ""
        said.append(" · ".join(part for part in (one.path, words, ", ".join(signers), again) if part))
    sound = bool(told) and all(one["level"] in _SOUND for one in told)
    return {"files": told, "_exit": 0 if sound else 1, "_said": said or [_("There is no PDF file in this folder.")]}
