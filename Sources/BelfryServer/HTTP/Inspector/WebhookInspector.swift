public import BelfryCore
internal import Synchronization

/// Keeps the latest webhook requests of this process in memory, for people who wonder what arrives and why it is refused.
///
/// Bounded: `capacity` requests that were acknowledged and as many that were not, so that neither pushes the other out, each with
/// at most 4 KiB of body. Every refused request is kept; of acknowledged ones at most `acknowledgedPerSecond`, for beyond that
/// nobody reads them, and the sender's rate pays for nothing but a counter. What was left out is counted.
public final class WebhookInspector: WebhookObserver {
    /// Requests kept of each kind, and shown at once.
    public static let capacity = 100
    /// Acknowledged requests kept of one second.
    static let acknowledgedPerSecond = 25

    private struct State {
        var acknowledged = Ring<InspectedWebhook>(capacity: WebhookInspector.capacity)
        var refused = Ring<InspectedWebhook>(capacity: WebhookInspector.capacity)
        var lastNumber: Int64 = 0
        var leftOut: Int64 = 0
        var second: Int64 = 0
        var keptInSecond = 0
    }

    /// When this process began to keep them: another time means that numbers begin anew.
    let since: Instant
    private let next: any WebhookObserver
    private let trustedProxies: [CIDRBlock]
    private let state = Mutex(State())

    /// An inspector that tells `next` everything, too.
    public init(next: any WebhookObserver, trustedProxies: [CIDRBlock], since: Instant) {
        self.next = next
        self.trustedProxies = trustedProxies
        self.since = since
    }

    /// Keeps or counts a request.
    public func observe(_ observation: WebhookObservation) {
        next.observe(observation)
        let isAcknowledged = observation.result.httpStatus == 200
        let place = state.withLock { state -> (number: Int64, leftOut: Int64)? in
            if isAcknowledged {
                let second = observation.receivedAt.microseconds / 1_000_000
                if state.second != second { (state.second, state.keptInSecond) = (second, 0) }
                guard state.keptInSecond < Self.acknowledgedPerSecond else {
                    state.leftOut += 1
                    return nil
                }
                state.keptInSecond += 1
            }
            defer { state.leftOut = 0 }
            state.lastNumber += 1
            return (state.lastNumber, state.leftOut)
        }
        guard let place else { return }
        // Copied outside the lock, on the event loop's own time.
        let webhook = InspectedWebhook(
            observation,
            number: place.number,
            leftOut: place.leftOut,
            trustedProxies: trustedProxies
        )
        state.withLock { state in
            if isAcknowledged { state.acknowledged.append(webhook) } else { state.refused.append(webhook) }
        }
    }

    /// The latest requests after a number, oldest first, at most `limit`; only those that were refused if asked for.
    ///
    /// `leftOut` counts acknowledged ones that came after all of them and were not kept.
    func latest(after number: Int64, limit: Int, refusedOnly: Bool) -> (webhooks: [InspectedWebhook], leftOut: Int64) {
        state.withLock { state in
            let all = refusedOnly ? state.refused.elements : state.acknowledged.elements + state.refused.elements
            let found = all.filter { $0.number > number }.sorted { $0.number < $1.number }
            return (Array(found.suffix(limit)), state.leftOut)
        }
    }
}
