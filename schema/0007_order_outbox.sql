-- A channel's queue is in the order of decisions, in which a digest has the place of what it replaces.
CREATE INDEX outbox_queue ON belfry.outbox (channel, created_at, notification_id) WHERE state = 'pending';
DROP INDEX belfry.outbox_pending;
