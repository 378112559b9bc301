"""What a finding of a check is in words: what happened, what is safe, what to do next; and who is told."""

from __future__ import annotations

from carebook.dates import written
from carebook.money import number
from carebook.records.damage import CheckUp, Fault, Finding, LostRow, Salvaged, Step, TableSaved, Touched
from carebook.words import Message, message, pgettext

_OTHER_TABLES = {
    "journal": message("lines of the journal"),
    "file": message("kept files"),
    "draft": message("drafts"),
    "choice": message("remembered choices"),
    "credential": message("ways to receivers"),
    "outbox_attempt": message("tries to send"),
    "code": message("words of lists"),
}
_SAID = {
    Fault.MISSING: message("The file “{file}” is missing. Nothing was written."),
    Fault.EMPTY: message("The file “{file}” is empty (0 bytes), not a new book. Nothing is written to it."),
    Fault.FOREIGN: message("“{file}” is a file of another kind, not a book. Nothing is written to it."),
    Fault.UNPROVED: message(
        "The password is right but its key opens no page of “{file}”: it is another book's file, or its beginning is destroyed."
        " Nothing more was written."
    ),
    Fault.FIRST_PAGE: message(
        "The password is right but the file “{file}” cannot be read: its first part is damaged. Nothing more was written."
    ),
    Fault.STRUCTURE: message("The parts of the file “{file}” do not fit together in {count} places."),
    Fault.KEYS_UNREADABLE: message(
        "The keys file “{file}” cannot be read: no password opens the book with it. A backup holds it, too."
    ),
    Fault.KEYS_OF_ANOTHER: message("The keys file belongs to another book. Nothing was written."),
    Fault.NEWER: message("A newer CareBook wrote this book. Update the program, then open it again."),
    Fault.SEARCH: message(
        "The search index is out of step in {count} places. No fact is touched; it can be made anew."
    ),
    Fault.AIDS: message(
        "Indexes of the book are out of step in {count} places. No fact is touched; they can be made anew."
    ),
    Fault.GUARDS: message(
        "{count} guards of the journal are missing or changed. They can be made anew; tell the director."
    ),
    Fault.FILES_GONE: message(
        "{count} attached files have no content any more. Their entries stand; a backup may hold them."
    ),
    Fault.IN_USE: message("A window has the book open now."),
}


def said(finding: Finding) -> Message:
    """One finding as a sentence or two."""
    if finding.fault is Fault.CHAIN:
        day = written(finding.on) if finding.on else "–"
        return message(
            "The journal is broken at {day}: lines were changed outside the program. Work can go on; tell the director.",
            day=day,
        )
    if finding.fault is Fault.UNTOLD:
        return message(
            "Rows stand that the journal tells otherwise: {rows}. They were changed outside the program; tell the director.",
            rows=rows_said(finding.touched),
        )
    if finding.fault is Fault.REFERENCES:
        return message("Rows whose owner is missing: {rows}. The rest is whole.", rows=rows_said(finding.touched))
    if finding.fault in (Fault.PAGES, Fault.CUT):
        return _pages_said(finding)
    pattern = _SAID[finding.fault]
    return Message(pattern.id, {"file": finding.file, "count": finding.count})


def _pages_said(finding: Finding) -> Message:
    if finding.file == "attachments.db":
        return message(
            "A part of the attached files is damaged ({count} pages). The book itself is not touched.",
            count=finding.count,
        )
    if finding.fault is Fault.CUT:
        if finding.touched:
            return message(
                "The file “{file}” is shorter than it was: {rows} are missing.",
                file=finding.file,
                rows=rows_said(finding.touched),
            )
        return message("The file “{file}” is shorter than it was.", file=finding.file)
    if not finding.touched:
        return message("{count} pages of the book are damaged, but no row stands on them.", count=finding.count)
    if 1 in finding.pages:
        return message(
            "The first part of the file “{file}” is damaged, and further {rows}.",
            file=finding.file,
            rows=rows_said(finding.touched),
        )
    return message("A part of the book is damaged: {rows}.", rows=rows_said(finding.touched))


def rows_said(touched: tuple[Touched, ...], *, most: int = 6) -> Message:
    """The tables and how many of their rows: "7 rows of daily care, 2 rows of addresses"."""
    known = sorted(touched, key=lambda one: -(one.rows or 0))
    parts = [
        message("{rows} rows of {table}", rows=number(one.rows), table=table_words(one.table))
        if one.rows is not None
        else message("an unknown number of rows of {table}", table=table_words(one.table))
        for one in known[:most]
    ]
    listed = ", ".join(map(str, parts))
    if len(known) > most:
        return message("{rows} and {more} other tables", rows=listed, more=len(known) - most)
    return message("{rows}", rows=listed)


def table_words(table: str) -> Message:
    """What the rows of a table are called; the table's own name where it has no word."""
    from carebook.rules.history.nouns import NOUNS  # stands on every record; a sound book needs none of these words

    if table in NOUNS:
        return NOUNS[table][0]
    return _OTHER_TABLES.get(table, message("{name}", name=table.replace("_", " ")))


def what_is_safe(check: CheckUp) -> Message | None:
    """What a person may count on; None when nothing was found."""
    if check.is_sound:
        return None
    if not check.stops:
        return message("Work can go on.")
    if all(one.opens for one in check.findings):
        return message("Nothing is written any more so that it gets no worse; the rest can still be looked at.")
    return message("Nothing is written to the files any more; they stay as they are.")


def next_step(check: CheckUp) -> Step:
    """What to do first about everything that was found."""
    steps = {one.step for one in check.findings}
    order = (Step.UPDATE, Step.SALVAGE, Step.RESTORE, Step.CLOSE, Step.TELL, Step.REBUILD)
    return next((step for step in order if step in steps), Step.NOTHING)


def step_said(step: Step) -> Message | None:
    """What to do, as an advice; None when nothing is to be done."""
    return {
        Step.REBUILD: message("Make it anew: Settings › About CareBook › Check the book."),
        Step.TELL: message("Print the list of changes of that day and show it to the director."),
        Step.SALVAGE: message(
            "Save the data into a new book: every row that can be read, the rest from backups and the journal."
        ),
        Step.RESTORE: message("Restore the newest backup, or save the data with it."),
        Step.UPDATE: message("Update the program."),
        Step.CLOSE: message("Close that window for a check of everything."),
        Step.NOTHING: None,
    }[step]


def sound_said(check: CheckUp) -> Message:
    """A book in which nothing is wrong."""
    return message(
        "The book is sound: {lines} journal lines, head {head}.", lines=number(check.lines), head=check.head[:16]
    )


def table_saved_said(saved: TableSaved) -> Message:
    """Where the rows of one table came from."""
    return message(
        "{table}: {read} read, {backup} from a backup, {journal} from the journal, {lost} lost",
        table=table_words(saved.table),
        read=number(saved.read),
        backup=number(saved.from_backup),
        journal=number(saved.from_journal),
        lost=number(saved.lost + saved.aside),
    )


def salvaged_said(saved: Salvaged) -> Message:
    """What saving the data brought, in a sentence."""
    lost = sum(one.lost for one in saved.tables)
    unsure = sum(one.unsure + one.aside for one in saved.tables)
    if saved.is_whole:
        return message("All {rows} rows were saved; nothing is missing.", rows=number(saved.rows))
    if any(one.unknown for one in saved.tables):
        return message(
            "{rows} rows were saved, at least {lost} are lost: how many there were is not known any more.",
            rows=number(saved.rows),
            lost=number(lost),
        )
    if not unsure:
        return message("{rows} rows were saved, {lost} are lost.", rows=number(saved.rows), lost=number(lost))
    return message(
        "{rows} rows were saved, {lost} are lost, {unsure} may miss a later change or stand apart.",
        rows=number(saved.rows),
        lost=number(lost),
        unsure=number(unsure),
    )


def chain_said(saved: Salvaged) -> Message:
    """What became of the journal."""
    if saved.chain_kept:
        return message("The journal is whole, as it was.")
    return message(
        "{lines} lines of the journal are missing; a new chain begins, and a line in it says so.",
        lines=number(saved.lines_lost),
    )


def how_said(lost: LostRow) -> str:
    """What is the matter with a row that is not as it was."""
    return {
        "lost": pgettext("row", "lost"),
        "unsure": pgettext("row", "may miss a later change"),
        "aside": pgettext("row", "its owner is lost; kept apart"),
    }[lost.how]


def reason_in_journal() -> Message:
    """What the lines of the journal say that tell what was put right."""
    return message("Data saved from a damaged book")


def report_lines(saved: Salvaged) -> list[str]:
    """What was saved, line by line: tables and counts, nobody's name."""
    lines = [str(salvaged_said(saved)), str(chain_said(saved))]
    if saved.pages_damaged:
        lines.append(str(message("{count} damaged pages were met.", count=saved.pages_damaged)))
    if saved.files or saved.files_lost:
        lines.append(
            str(
                message(
                    "Attached files: {files} saved, {lost} lost.",
                    files=number(saved.files),
                    lost=number(saved.files_lost),
                )
            )
        )
    if saved.left is not None and saved.left.is_sound:
        lines.append(str(message("The new book was checked in full: it is sound.")))
    elif saved.left is not None:
        lines += [str(said(one)) for one in saved.left.findings]
    told = [one for one in saved.tables if one.from_backup or one.from_journal or not one.is_whole]
    lines += ["", *(str(table_saved_said(one)) for one in told)] if told else []
    return lines
