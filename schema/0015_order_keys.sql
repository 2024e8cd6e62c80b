-- Keys by execution first: ids mostly grow with time, so that new ones come to the end of the index instead of to a page for each
-- job, and explain, which is given an execution alone, looks it up.
CREATE UNIQUE INDEX execution_keys_execution ON belfry.execution_keys (execution_id, job_id, retry_attempt);
ALTER TABLE belfry.execution_keys DROP CONSTRAINT execution_keys_pkey;
ALTER TABLE belfry.execution_keys ADD CONSTRAINT execution_keys_pkey PRIMARY KEY USING INDEX execution_keys_execution;

-- A page is tidied up when less than this leaves is free: with 50 at every update, with 75 at every fourth or so.
ALTER TABLE belfry.job_states SET (fillfactor = 75);

-- Writers find rows by it: one page is read where the tree has two. Updates stay HOT, since the key never changes.
CREATE INDEX job_states_hash ON belfry.job_states USING hash (job_id);
