"""The department of the sample book got a data package with a report and answered both."""

from __future__ import annotations

from carebook.records.periods import OutboxState, ReportState
from carebook.store import parcels, periods
from carebook.store.book import Reader
from carebook.stories.parcels import LETTER, OFFICE


def test_the_department_is_compared_and_its_answers_came(reader: Reader) -> None:
    (receiver,) = parcels.receivers(reader)
    assert (receiver.name, receiver.paper) == (OFFICE, LETTER)
    answers = parcels.receipts(reader)
    answered = [(item, report) for item, report in periods.outbox(reader) if item.id in answers]
    assert {item.kind for item, _report in answered} == {"report", "data"}
    assert {item.state for item, _report in answered} == {OutboxState.RECEIVED}
    assert {report.state for _item, report in answered} == {ReportState.ACKNOWLEDGED}
    assert {answer.receiver for answer in answers.values()} == {OFFICE}
