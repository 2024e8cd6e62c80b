-- Every message says how many jobs fail with the same error, however many alerts fire.
ALTER TABLE belfry.alert_episodes ADD COLUMN error_fingerprint text;
UPDATE belfry.alert_episodes
SET error_fingerprint = facts #>> '{execution,errorFingerprint}'
WHERE state <> 'resolved';
CREATE INDEX alert_episodes_error ON belfry.alert_episodes (error_fingerprint, job_id)
WHERE state = 'firing' AND error_fingerprint IS NOT NULL;
