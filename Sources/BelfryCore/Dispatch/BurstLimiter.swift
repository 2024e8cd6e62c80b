/// Decides by `burst_limit` which messages of a round go out by themselves and which become part of a list.
///
/// A receiver has at most its limit of messages in a minute, the list among them; what exceeds it goes out as one list at the end of that minute.
public struct BurstLimiter: Sendable {
    private let limits: [String: Int]
    private var windows: [String: BurstWindow]
    private var touched: Set<String> = []

    /// A limiter of receivers; one without a limit, or with 0, has none.
    public init(limits: [String: Int], windows: [String: BurstWindow]) {
        self.limits = limits
        self.windows = windows
    }

    /// The minutes that changed, by receiver.
    public var changes: [(receiver: String, window: BurstWindow)] {
        touched.sorted().compactMap { receiver in windows[receiver].map { (receiver, $0) } }
    }

    /// When the next list is due; nil where nothing waits.
    public var nextListDueAt: Instant? { windows.values.compactMap(\.listDueAt).min() }

    /// The receivers whose list is due and goes out now, also of those that have no limit any more.
    public mutating func takeDueLists(at now: Instant) -> [String] {
        windows.keys.sorted().filter { receiver in
            guard windows[receiver]?.takeList(at: now) == true else { return false }
            touched.insert(receiver)
            return true
        }
    }

    /// Whether a message goes out by itself; else it waits for the list.
    public mutating func admits(_ receiver: String, at now: Instant) -> Bool {
        guard let limit = limits[receiver], limit > 0 else { return true }
        touched.insert(receiver)
        return windows[receiver, default: BurstWindow(startedAt: now, sent: 0, isHolding: false)]
            .admit(at: now, limit: limit)
    }
}
