internal import BelfryCore
internal import Synchronization

/// Watches whether signatures are refused and none accepted.
///
/// In front of another observer; a request costs it one lock and a comparison.
public final class SignatureWatch: WebhookObserver {
    /// What is to be done.
    enum Action: Hashable {
        /// Nothing.
        case nothing
        /// Signatures have been refused for long enough.
        case report(WebhookRejectionDecider.Report)
        /// The first one was accepted after a report.
        case accepted
    }

    private struct State {
        /// Those refused since the last that was accepted; nil for none.
        var refused: WebhookRejectionDecider.Report?
        /// No report before then.
        var quietUntil: Instant?
        /// Whether the alert may stand: at the start an earlier process may have raised it.
        var mayStand = true
        var hasAccepted = false
    }

    private let next: any WebhookObserver
    private let state = Mutex(State())

    /// A watch that tells `next` everything, too.
    public init(next: any WebhookObserver) {
        self.next = next
    }

    /// Takes in a request.
    public func observe(_ observation: WebhookObservation) {
        next.observe(observation)
        let isRefused = [.missingSignature, .invalidSignature, .canonicalOnly].contains(observation.result)
        guard isRefused || observation.secretID != nil else { return }
        state.withLock { state in
            guard isRefused else {
                state.refused = nil
                state.hasAccepted = true
                return
            }
            let reason = observation.explanation ?? observation.result.rawValue
            let since = state.refused?.since ?? observation.receivedAt
            state.refused = WebhookRejectionDecider.Report(
                refused: (state.refused?.refused ?? 0) + 1,
                since: since,
                reason: reason
            )
        }
    }

    /// What is to be done now; asked for again later where it failed.
    func due(at now: Instant) -> Action {
        state.withLock { state in
            if state.mayStand, state.hasAccepted { return .accepted }
            guard let refused = state.refused, refused.since + WebhookRejectionDecider.patience <= now,
                state.quietUntil.map({ $0 <= now }) ?? true
            else { return .nothing }
            return .report(refused)
        }
    }

    /// Takes in that an action was carried out.
    func done(_ action: Action, at now: Instant) {
        state.withLock { state in
            switch action {
            case .nothing: break
            case .report:
                // Whether it fired, or stood, or others receive: once in a while is enough to ask again.
                state.quietUntil = now + WebhookRejectionDecider.patience
                state.mayStand = true
                if state.refused != nil { state.hasAccepted = false }
            case .accepted: state.mayStand = false
            }
        }
    }
}
