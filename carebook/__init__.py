"""CareBook: the book of a Vietnamese social protection center."""

__version__ = "0.1.0"
