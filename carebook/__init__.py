"""CareBook: the book of a Vietnamese social protection center."""

__version__ = "1.0.0"
