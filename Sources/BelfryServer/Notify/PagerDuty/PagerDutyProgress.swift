internal import Synchronization

/// Which events of the delivery under way PagerDuty has already accepted, so that a retry sends only the rest.
///
/// A channel has one delivery at a time, so one is remembered. It is remembered by this process only and need not be by more:
/// an event that is sent twice changes nothing, because its `dedup_key` is the same.
final class PagerDutyProgress: Sendable {
    private struct State {
        var deliveryID = ""
        var accepted: Set<String> = []
    }

    private let state = Mutex(State())

    /// The events of a delivery that have not been accepted yet.
    func remaining(_ events: [PagerDutyEvent], of deliveryID: String) -> [PagerDutyEvent] {
        state.withLock { state in
            if state.deliveryID != deliveryID { state = State(deliveryID: deliveryID) }
            return events.filter { !state.accepted.contains($0.identity) }
        }
    }

    /// Notes that an event of a delivery was accepted.
    func accept(_ event: PagerDutyEvent, of deliveryID: String) {
        state.withLock { state in
            guard state.deliveryID == deliveryID else { return }
            state.accepted.insert(event.identity)
        }
    }
}
