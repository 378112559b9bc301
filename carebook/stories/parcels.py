"""The sample book's department: it gave out its certificate, gets a data package with a report, and answers both with receipts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from carebook.actions import outbox, parcels, signing
from carebook.actions.parcels import Wanted
from carebook.records.periods import Snapshot
from carebook.records.signing import DATA_FILE, PREPARER
from carebook.records.staff import Actor
from carebook.reports.data import canonical
from carebook.reports.paper.facts import Letterhead
from carebook.reports.parcels import draw_receipt
from carebook.rules.parcels import Answer, receipt_data
from carebook.sealing import keys, sign
from carebook.sealing.codes import facility_code
from carebook.sealing.envelopes import make_receiver_key, open_receiver_key
from carebook.store import periods
from carebook.stories.center import FACILITY
from carebook.stories.clock import moment, office_day
from carebook.stories.opening import PASSWORD
from carebook.stories.reports import SIGNED
from carebook.stories.stage import Stage, Telling

OFFICE = "Sở Y tế tỉnh Quảng Ninh (mẫu)"
LETTER = "Công văn 1208/SYT-BTXH ngày 01/09/2026 (mẫu)"
_DAY = timedelta(days=1)


@dataclass
class Answers:
    """Tells what went to the department encrypted and what came back, after M-2 was signed and sent."""

    tell: Telling

    def tell_all(self) -> None:
        """The certificate, the data package, the receipts; the days follow the closing of M-2."""
        closed = office_day(self.tell.days.first_of(SIGNED - 1) + 2 * _DAY)
        made, answered = office_day(closed + _DAY), office_day(closed + 3 * _DAY)
        self.tell.write("parcels", "VT", moment(made, "08:30"), _certificate)
        self.tell.write("parcels", "GD", moment(made, "09:10"), self._package)
        self.tell.write("parcels", "VT", moment(made, "09:20"), _carry)
        self.tell.write("parcels", "VT", moment(answered, "10:00"), self._receipts)

    def _report(self, stage: Stage) -> Snapshot:
        found = periods.newest_snapshot(stage.reader, self.tell.days.month(SIGNED))
        if found is None:
            raise LookupError(SIGNED)
        return found

    def _package(self, stage: Stage, by: Actor, now: datetime) -> None:
        wanted = Wanted(self._report(stage).id, stage.details["department"].id)
        why, to = "Sở yêu cầu danh sách đối tượng kèm báo cáo tháng", stage.details["share"].id
        parcels.make_data_parcel(stage.book, wanted, PASSWORD, reason=why, by=by, now=now, destination_id=to)

    def _receipts(self, stage: Stage, by: Actor, now: datetime) -> None:
        """The department's code was compared; it answers the report of M-2 and its data package."""
        root = keys.make_facility_root(OFFICE, PASSWORD, now)
        who, post = "Phạm Thị Ngân Hoa", "Chuyên viên"
        p12 = keys.issue_staff(root, PASSWORD, person=who, post=post, organisation=OFFICE, password=PASSWORD, now=now)
        code = facility_code(keys.open_root(root, PASSWORD).certificate)
        signing.trust_facility(stage.book, code.short, OFFICE, code.fingerprint, paper=LETTER, by=by, now=now)
        key, report = keys.open_p12(p12, PASSWORD), self._report(stage)
        head = Letterhead("UBND tỉnh Quảng Ninh", OFFICE, "SYT", FACILITY.place, is_sample=True)
        for item, of in periods.outbox(stage.reader):
            content = outbox.content_of(stage.reader, item) if of.id == report.id and item.sent_at is not None else None
            if content is None:
                continue
            answer = Answer(hashlib.sha256(content).hexdigest(), item.file_name, now, OFFICE)
            drawn = draw_receipt(answer, head, who, post)
            attached = [sign.Attachment(DATA_FILE, canonical(receipt_data(answer)))]
            blank = sign.prepare(drawn.pdf, drawn.places, attached)
            raw = sign.sign(blank, PREPARER, key, when=now, reason=f"Giấy nhận {item.file_name}")
            parcels.take_receipt(stage.book, raw, by=by, now=now)


def _certificate(stage: Stage, by: Actor, now: datetime) -> None:
    """The office's certificate came by mail, its code by letter."""
    certificate = open_receiver_key(make_receiver_key(OFFICE, OFFICE, PASSWORD, now), PASSWORD).certificate
    kept = parcels.add_receiver(stage.book, OFFICE, certificate.der, by=by, now=now).result
    code = parcels.code_of(kept.fingerprint)
    parcels.trust_receiver(stage.book, kept.id, code, paper=LETTER, by=by, now=now)
    stage.details["department"] = kept


def _carry(stage: Stage, by: Actor, now: datetime) -> None:
    for item, _report in periods.outbox(stage.reader):
        if item.kind == "data" and item.sent_at is None:
            outbox.send_package(stage.book, item.id, by=by, now=now)
