"""What the first page asks of everybody is answered from indexes alone: a row costs a page of the file each."""

SCHEMA = """
CREATE INDEX observation_weight ON observation (episode_id, taken_at, duty_on, value)
    WHERE measure = 'weight' AND withdrawn_at IS NULL AND value IS NOT NULL;
DROP INDEX administration_refused;
CREATE INDEX administration_refused ON administration (episode_id, duty_on, round)
    WHERE state = 'refused' AND withdrawn_at IS NULL;
DROP INDEX goal_episode_id;
CREATE INDEX goal_episode_id ON goal (episode_id, plan_id, domain, life, id, withdrawn_at);
CREATE INDEX stage_entry_at ON stage_entry (stage, reintegration_id) WHERE to_on IS NULL AND withdrawn_at IS NULL;
CREATE INDEX reintegration_next ON reintegration (next_episode_id)
    WHERE next_episode_id IS NOT NULL AND withdrawn_at IS NULL;
"""
