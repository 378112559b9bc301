"""What is rarely filled is looked up by those rows alone that fill it, so that saving the others touches no page of the index."""

SCHEMA = """
DROP INDEX progress_note_goal_thread;
CREATE INDEX progress_note_goal_thread ON progress_note (goal_thread) WHERE goal_thread IS NOT NULL;
DROP INDEX service_record_goal_thread;
DROP INDEX session_package;
CREATE INDEX session_package ON session (package_id) WHERE package_id IS NOT NULL;
DROP INDEX stock_move_administration;
CREATE INDEX stock_move_administration ON stock_move (administration_id) WHERE administration_id IS NOT NULL;
"""
