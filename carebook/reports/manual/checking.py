"""What is wrong with the manual: links, anchors, pictures and places that lead nowhere, pages that nobody finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from carebook.records.staff import Role
from carebook.reports.manual.contents import QUICK_START, Contents, Target
from carebook.reports.manual.pages import BadPage, Heading, Page, Picture, blocks_of, runs_of


def faults_of(
    contents: Contents,
    read: Callable[[str], Page],
    *,
    files: Collection[str],
    pictures: Collection[str],
    wanted: Mapping[str, Collection[str]],
) -> list[str]:
    """A line for each fault. ``files`` are the pages that are written, ``pictures`` the files of pictures that are there,
    ``wanted`` the places of each kind that must have a page; other places of that kind are faults too."""
    listed = Counter(contents.pages())
    lines = [f"contents: {name} stands there {times} times" for name, times in sorted(listed.items()) if times > 1]
    lines += [f"contents: there is no page {name}" for name in sorted(set(listed) - set(files))]
    lines += [f"contents: {name} stands in no group" for name in sorted(set(files) - set(listed) - {QUICK_START})]
    known = {role.value for role in Role}
    lines += [f"contents: {role} is no role" for group in contents.groups for role in sorted(group.roles - known)]
    pages: dict[str, Page] = {}
    for name in sorted(files):
        try:
            pages[name] = read(name)
        except BadPage as bad:
            lines.append(str(bad))
    targets = {Target(name) for name in pages} | {
        Target(name, one) for name, page in pages.items() for one in anchors_of(page)
    }
    shown: set[str] = set()
    for page in pages.values():
        lines += _of_page(page, targets, pictures)
        shown |= pictures_of(page)
    lines += [f"pictures: {file} is shown nowhere" for file in sorted(set(pictures) - shown)]
    for kind, names in contents.places.items():
        lines += [
            f"{kind}.{place}: there is no {said}" for place, said in names.items() if Target.of(said) not in targets
        ]
        if kind in wanted:
            lines += [f"{kind}.{place}: no page opens from there" for place in sorted(set(wanted[kind]) - set(names))]
            lines += [f"{kind}.{place}: there is no such place" for place in sorted(set(names) - set(wanted[kind]))]
    return lines


def anchors_of(page: Page) -> list[str]:
    """The anchors of a page in order."""
    return [block.anchor for block in blocks_of(page) if isinstance(block, Heading) and block.anchor]


def pictures_of(page: Page) -> set[str]:
    """The files of the pictures of a page."""
    return {block.file for block in blocks_of(page) if isinstance(block, Picture)}


def _of_page(page: Page, targets: Collection[Target], pictures: Collection[str]) -> list[str]:
    lines = [f"{page.name}: two anchors {one}" for one, times in Counter(anchors_of(page)).items() if times > 1]
    titles = [block for block in blocks_of(page) if isinstance(block, Heading) and block.level == 1]
    lines += [f"{page.name}: {len(titles)} titles"] if len(titles) > 1 else []
    links = {run.link for block in blocks_of(page) for run in runs_of(block) if run.link}
    lines += [f"{page.name}: the link {link} leads nowhere" for link in sorted(links) if Target.of(link) not in targets]
    lines += [f"{page.name}: there is no picture {file}" for file in sorted(pictures_of(page) - set(pictures))]
    lines += [
        f"{page.name}: the picture {block.file} says nothing to who cannot see it"
        for block in blocks_of(page)
        if isinstance(block, Picture) and not block.words.strip()
    ]
    return lines
