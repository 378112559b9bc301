"""A saved record touches fewer pages of the file, and who was joined to a person is found without reading everybody."""

SCHEMA = """
DROP TABLE context;
DROP INDEX journal_unsealed;
CREATE INDEX person_merged_into ON person (merged_into) WHERE merged_into IS NOT NULL;
"""
