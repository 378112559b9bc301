"""The reports of the sample book: typed opening, closed and signed months, half-years and years, a second version, what was sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from carebook.actions import outbox, people, periods, signing
from carebook.actions.periods import Signers
from carebook.exchange.folders import NotDelivered
from carebook.records.episodes import EpisodeCategory
from carebook.records.figures import TOTAL
from carebook.records.periods import Destination, InkSignature, ReportKind
from carebook.records.staff import Actor
from carebook.reports.annexes import OFFERED
from carebook.reports.paper import page, text
from carebook.reports.paper.facts import Letterhead, Numbering
from carebook.reports.paper.page import PORTRAIT
from carebook.rules.movement import category_on, is_present
from carebook.rules.periods import keys_open, said, span_of
from carebook.store.periods import newest_snapshot
from carebook.store.stays import stay_facts
from carebook.stories import pictures
from carebook.stories.center import FACILITY, MEMBERS
from carebook.stories.clock import moment, office_day
from carebook.stories.opening import PASSWORD
from carebook.stories.stage import Deed, Stage, Telling
from carebook.words import speaking

OPENING_REPORT = "00/BC-TTBTXH"
SECOND_VERSION = "sửa diện của 1 người"
SIGNED, SECOND = 2, 3  # M-2 is signed digitally, M-3 has two versions
PLACE = "noi-nhan-so-y-te"
_DAY = timedelta(days=1)
_SIGNERS = Signers(MEMBERS[2].name, MEMBERS[2].post, FACILITY.head_name, FACILITY.head_post)
_LETTERHEAD = Letterhead(FACILITY.parent_agency, FACILITY.name, FACILITY.symbol, FACILITY.place, is_sample=True)


def scan(key: str, number: str, dated_on: date) -> bytes:
    """A small PDF that stands for the scan of a report signed in ink; the same every time."""
    with speaking("vi"):
        about = f"Số liệu {said(key)}"
    story = [
        *text.heading(_LETTERHEAD, Numbering("BC", number, dated_on), PORTRAIT.width),
        *text.title("BÁO CÁO", about, PORTRAIT.width),
        text.paragraph("Bản quét mẫu: tờ giấy này thay cho bản giấy đã ký và đóng dấu."),
        text.paragraph(f"Đã ký: {FACILITY.head_name}, {FACILITY.head_post}."),
    ]
    return page.build(story, title=f"Bản quét báo cáo {key}", author=FACILITY.name, invariant=True).pdf


def _estimates(stage: Stage, day: date) -> dict[tuple[str, str, str], int]:
    """How many people the office thinks will be there at the end of a span that is closed before it: one more than today."""
    with stage.book.reading_masked(moment(day, "08:00")) as reader:
        here = sum(is_present(stay, day) and stay.placement == "resident" for stay in stay_facts(reader))
    return {("B01", TOTAL, "closing"): here + 1}


@dataclass
class Reports:
    """Tells the reports of a book that holds ``months`` complete months; packages go to ``place``."""

    tell: Telling
    months: int
    place: Path
    miswritten: str = ""

    def tell_all(self, recovery_code: str) -> None:
        """The typed opening, every closed month, and the outbox; M-1 stays open."""
        self.tell.write("reports", "VT", self.tell.opened + timedelta(hours=4, minutes=30), self._type_opening)
        self.tell.write("reports", "VT", moment(self._closing(self.months), "07:30"), self._destinations)
        keys = office_day(self.tell.days.day_of(SIGNED, 10), after=self.tell.opened.date())
        for who in ("GD", "XH", "VT"):
            self.tell.write("keys", who, moment(keys, "14:00"), _make_key(recovery_code))
        self.tell.write("keys", "GD", moment(keys, "14:30"), _make_seal(recovery_code))
        for back in range(self.months, 1, -1):
            if back == SIGNED:
                self._signed(back)
            else:
                self._in_ink(self.tell.days.month(back), self._number(back), self._closing(back))
            if back == SECOND and self.miswritten:
                self._second_version(back)
        for number, (key, day) in enumerate(self._longer(), 201):
            self._in_ink(key, str(number), day, story="longer reports")
        if self.months >= SIGNED:
            self.tell.write("reports", "VT", moment(self.tell.days.back(1), "16:30"), self._fails)

    def _longer(self) -> list[tuple[str, date]]:
        """The half-years and years that lie in the book and are due by today, each with the day it is closed: before its own end."""
        today, begun = self.tell.days.today, self.tell.days.first_of(self.months)
        return sorted(
            (key, day)
            for kind in (ReportKind.HALF_YEARLY, ReportKind.YEARLY)
            for key in keys_open(kind, begun, today)
            if span_of(key).first >= begun and (day := office_day(span_of(key).last.replace(day=10))) <= today
        )

    def _closing(self, back: int) -> date:
        """The day M-n is closed: the third of the month after it, or the next working day."""
        return office_day(self.tell.days.first_of(back - 1) + 2 * _DAY)

    def _number(self, back: int) -> str:
        return str(12 + 11 * (self.months - back))

    # the deeds

    def _type_opening(self, stage: Stage, by: Actor, now: datetime) -> None:
        eve = self.tell.days.first_of(self.months) - _DAY
        with stage.book.reading_masked(now) as reader:
            there = [s for s in stay_facts(reader) if s.placement == "resident" and is_present(s, eve)]
        counted = Counter(category_on(stay, eve) for stay in there)
        month = self.tell.days.month(self.months)
        periods.type_opening(stage.book, month, dict(sorted(counted.items())), OPENING_REPORT, by=by, now=now)

    def _destinations(self, stage: Stage, by: Actor, now: datetime) -> None:
        self.place.mkdir(parents=True, exist_ok=True)
        for key, name, folder in (
            ("share", "Sở Y tế, thư mục chung (mẫu)", self.place),
            ("stick", "USB của Sở Y tế", self.place.with_name("usb-so-y-te")),
        ):
            given = Destination(name=name, url=str(folder))
            stage.details[key] = outbox.add_destination(stage.book, given, by=by, now=now).result

    def _in_ink(self, key: str, number: str, day: date, reason: str = "", story: str = "reports") -> None:
        def close(stage: Stage, by: Actor, now: datetime) -> None:
            early = day if day < span_of(key).last else None
            periods.close_period(
                stage.book,
                key,
                by=by,
                now=now,
                signers=_SIGNERS,
                reason=reason,
                cutoff=early,
                estimates=_estimates(stage, day) if early else None,
            )

        def sign(stage: Stage, by: Actor, now: datetime) -> None:
            ink = InkSignature(
                snapshot_id=_snapshot(stage, key),
                number=number,
                dated_on=day,
                signer_name=_SIGNERS.head_name,
            )
            signing.sign_in_ink(stage.book, ink, scan(key, number, day), by=by, now=now, reason=reason)

        self.tell.write(story, "GD", moment(day, "08:40"), close)
        self.tell.write(story, "VT", moment(day, "14:30"), sign)
        self.tell.write(story, "VT", moment(day, "15:00"), self._send(key))

    def _second_version(self, back: int) -> None:
        """The category of one person, written down wrong, is put right; the month gets a second version."""
        found = office_day(self.tell.days.day_of(back - 1, 15))

        def correct(stage: Stage, by: Actor, now: datetime) -> None:
            episode_id = stage.folk[self.miswritten].episode_id
            row = stage.reader.records(EpisodeCategory, "episode_id = ?", (episode_id,))[0]
            right = replace(row, category="voluntary_elderly")
            people.amend_detail(stage.book, right, by=by, now=now, reason="Ghi nhầm diện khi tiếp nhận")

        self.tell.write("reports", "XH", moment(found, "09:00"), correct)
        self._in_ink(self.tell.days.month(back), f"{self._number(back)}a", office_day(found + _DAY), SECOND_VERSION)

    def _signed(self, back: int) -> None:
        month, day, number = self.tell.days.month(back), self._closing(back), self._number(back)

        def close(stage: Stage, by: Actor, now: datetime) -> None:
            periods.close_period(stage.book, month, by=by, now=now, signers=_SIGNERS, annexes=OFFERED, sealed=True)

        def give_number(stage: Stage, by: Actor, now: datetime) -> None:
            periods.number_report(stage.book, _snapshot(stage, month), number, day, by=by, now=now)

        def sign_tables(stage: Stage, by: Actor, now: datetime) -> None:
            signing.sign_as_preparer(stage.book, _snapshot(stage, month), PASSWORD, by=by, now=now)

        def sign(stage: Stage, by: Actor, now: datetime) -> None:
            signing.sign_as_head(stage.book, _snapshot(stage, month), PASSWORD, by=by, now=now)

        def set_seal(stage: Stage, by: Actor, now: datetime) -> None:
            signing.sign_with_seal(stage.book, _snapshot(stage, month), PASSWORD, by=by, now=now)

        for who, clock, do in (
            ("GD", "08:40", close),
            ("VT", "09:30", give_number),
            ("XH", "10:15", sign_tables),
            ("GD", "14:20", sign),
            ("VT", "14:45", set_seal),
            ("VT", "15:00", self._send(month)),
        ):
            self.tell.write("reports", who, moment(day, clock), do)

    def _send(self, month: str) -> Deed:
        def do(stage: Stage, by: Actor, now: datetime) -> None:
            report, to = _snapshot(stage, month), stage.details["share"].id
            item = outbox.put_in_outbox(stage.book, report, by=by, now=now, destination_id=to).result
            outbox.send_package(stage.book, item.id, by=by, now=now)

        return do

    def _fails(self, stage: Stage, by: Actor, now: datetime) -> None:
        """The stick is not plugged in: the package stays in the outbox with its error in words."""
        report = _snapshot(stage, self.tell.days.month(SIGNED))
        to = stage.details["stick"].id
        item = outbox.put_in_outbox(stage.book, report, by=by, now=now, destination_id=to).result
        try:
            outbox.send_package(stage.book, item.id, by=by, now=now)
        except NotDelivered:
            return


def _snapshot(stage: Stage, month: str) -> str:
    """The id of the version of a month that counts."""
    found = newest_snapshot(stage.reader, month)
    if found is None:
        raise LookupError(month)
    return found.id


def _make_key(recovery_code: str) -> Deed:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        signing.make_signing_key(stage.book, by.staff_member_id, PASSWORD, recovery_code, by=by, now=now)

    return do


def _make_seal(recovery_code: str) -> Deed:
    """The facility's own key, its seal's picture, and that of the director's signature."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        signing.make_seal_key(stage.book, PASSWORD, recovery_code, by=by, now=now)
        signing.keep_picture(stage.book, pictures.seal(), width_mm=36, seal=True, by=by, now=now)
        signing.keep_picture(stage.book, pictures.signature(), width_mm=38, by=by, now=now)

    return do
