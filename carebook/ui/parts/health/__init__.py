"""The health of a person as it is shown: in the person's record and on the page of health."""

from carebook.ui.parts.health.view import HealthView
from carebook.ui.parts.health.words import HealthWords

__all__ = ["HealthView", "HealthWords"]
