-- The token bucket of a channel: until when what it has sent is paid for, at its vendor's pace.
ALTER TABLE belfry.channels ADD COLUMN paced_until timestamptz NOT NULL DEFAULT '-infinity';
