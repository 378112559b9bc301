"""Ways home as they are kept: cards of all, everything of one, what the rules look at."""

from carebook.store.reintegration.board import PathCard, paths
from carebook.store.reintegration.gathering import path_law, records_of
from carebook.store.reintegration.questions import PathFile, open_path, path_facts, path_file, paths_of

__all__ = [
    "PathCard",
    "PathFile",
    "open_path",
    "path_facts",
    "path_file",
    "path_law",
    "paths",
    "paths_of",
    "records_of",
]
