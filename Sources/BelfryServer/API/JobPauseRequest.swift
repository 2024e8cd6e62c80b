/// What `POST /api/v1/jobs/{id}/pause` takes; an empty body is as good as none of it.
public struct JobPauseRequest: Codable, Sendable {
    /// When the pause ends if no execution has ended it before, in ISO 8601; nil for an execution only.
    public var until: String?

    /// A pause until an instant, or the next execution.
    public init(until: String?) {
        self.until = until
    }
}
