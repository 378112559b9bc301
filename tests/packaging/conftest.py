"""The programs of `packaging/` import their own parts by the folder they lie in."""

from __future__ import annotations

import sys

from tests.house import tree

sys.path.append(str(tree.ROOT / "packaging"))
