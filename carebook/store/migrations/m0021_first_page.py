"""What the first page asks of everybody lies together by its day, and the last measures are told by the index alone."""

SCHEMA = """
DROP INDEX observation_weight;
CREATE INDEX observation_weight ON observation (taken_at, episode_id, duty_on, value)
    WHERE measure = 'weight' AND withdrawn_at IS NULL AND value IS NOT NULL;
DROP INDEX administration_refused;
CREATE INDEX administration_refused ON administration (duty_on, episode_id, round)
    WHERE state = 'refused' AND withdrawn_at IS NULL;
DROP INDEX observation_of;
CREATE INDEX observation_of ON observation (episode_id, measure, taken_at, duty_on, not_done, withdrawn_at);
"""
