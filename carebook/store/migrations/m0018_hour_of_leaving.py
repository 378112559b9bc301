"""A stay knows the hour it ended."""

SCHEMA = """
ALTER TABLE episode ADD COLUMN end_at TEXT;
"""
