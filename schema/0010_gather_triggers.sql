-- Successes that count for triggers with several parents: of each parent the newest waits until all of them have succeeded, and is
-- then used in one firing. Distributed by job_id.
CREATE TABLE belfry.trigger_arrivals (
    job_id text COLLATE "C" NOT NULL,
    trigger_name text COLLATE "C" NOT NULL,
    -- Which of the trigger's jobs it stands for, as configured.
    parent text COLLATE "C" NOT NULL,
    execution_id text COLLATE "C" NOT NULL,
    retry_attempt integer NOT NULL,
    -- When it ran: executed_at, but not long after it was received.
    ran_at timestamptz NOT NULL,
    decided_at timestamptz NOT NULL,
    depth integer NOT NULL CHECK (depth >= 0),
    -- The job and the execution that completed the set it was used in, which is in trigger_firings; null until then.
    fired_job_id text COLLATE "C",
    fired_execution_id text COLLATE "C",
    -- A success counts once for a parent, whatever is delivered again.
    PRIMARY KEY (job_id, trigger_name, parent, execution_id),
    CHECK ((fired_job_id IS NULL) = (fired_execution_id IS NULL))
);
CREATE INDEX trigger_arrivals_newest
ON belfry.trigger_arrivals (trigger_name, parent, ran_at DESC, retry_attempt DESC, execution_id DESC);
CREATE INDEX trigger_arrivals_used
ON belfry.trigger_arrivals (fired_job_id, trigger_name, fired_execution_id) WHERE fired_job_id IS NOT NULL;

-- What is to be counted at every scrape.
CREATE INDEX trigger_firings_open ON belfry.trigger_firings (trigger_name, decided_at)
WHERE state IN ('pending', 'sent', 'in_doubt');
