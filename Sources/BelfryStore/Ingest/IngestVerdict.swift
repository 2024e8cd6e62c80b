/// What the ingest transaction made of one delivery, after its COMMIT.
public enum IngestVerdict: Hashable, Sendable {
    /// Stored now, decided, and every obligation to notify with it.
    case accepted
    /// Already stored with the same content; nothing changed.
    case duplicate
    /// Already stored with other content: the first one stands.
    case conflict
    /// Older than the retention; not stored.
    case stale
    /// The database refuses this one row; `reason` says why.
    ///
    /// Its neighbours are stored.
    case refused(reason: String)
}
