/// Why a transaction of the ingest path did not commit.
enum IngestFailure: Error {
    /// The database refuses a row of it.
    case refused(reason: String)
    /// The database cannot take it now.
    case unavailable(StoreUnavailable)
}
