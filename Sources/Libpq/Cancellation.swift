/// The state of a call that is being cut short.
///
/// The server is asked to cancel, and its answer awaited for ``grace``; without one the connection is given up.
struct Cancellation {
    /// How long the server has to answer a cancel request.
    static let grace = Duration.seconds(2)

    /// Whether the task was cancelled or the deadline passed.
    let reason: PostgresError.Kind
    let request: CancelRequest
    /// When the connection is given up.
    let end: ContinuousClock.Instant
}
