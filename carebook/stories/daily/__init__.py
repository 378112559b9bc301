"""The daily care of the sample center: what is measured, given, eaten and done, incidents, medicines, shifts."""

from carebook.stories.daily.telling import tell_daily

__all__ = ["tell_daily"]
