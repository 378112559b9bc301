"""Ways home and services of the demo book: the named stories, everybody else, the center's own work."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from carebook.dates import local
from carebook.stories.cases.telling import Cases
from carebook.stories.clock import Days
from carebook.stories.decisions import Decisions
from carebook.stories.paths import adults, children, community, shelter
from carebook.stories.paths.calls import tell_calls
from carebook.stories.paths.center import tell_center, tell_relief
from carebook.stories.paths.everybody import tell_aftercare, tell_contacts, tell_services
from carebook.stories.paths.telling import Paths
from carebook.stories.paths.under_way import tell_under_way
from carebook.stories.residents import Resident
from carebook.stories.stage import Telling

STORIES = (*children.STORIES, *adults.STORIES, *shelter.STORIES)
arrive_in_community = community.arrive


def tell_paths(
    tell: Telling, days: Days, rng: Random, present: Sequence[Resident], gone: Sequence[Resident], decisions: Decisions
) -> None:
    """Tell everything after the stays and cases were told."""
    paths, first = Paths(tell, rng), local(tell.opened).date()
    tell_center(paths, days, rng, first)
    for story in STORIES:
        story(paths, days, decisions)
    served = [one for one in present if one.stay.category != "victim_dv" and one.stay.start_on < days.back(100)]
    shelter.more_referrals(paths, days, [(one.key, one.worker) for one in served[5:40:9]])
    tell_under_way(paths, days, present)
    tell_contacts(paths, days, rng, present, first)
    tell_services(paths, days, rng, present, first)
    tell_aftercare(paths, days, rng, gone, first)
    tell_calls(paths, days, rng, first)
    tell_relief(paths, days, rng, list(present), first)
    cases = Cases(tell)
    community.tell_cases_at_home(cases, paths, days, rng)
    cases.hand_over()
    paths.hand_over()
