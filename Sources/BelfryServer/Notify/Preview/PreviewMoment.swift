internal import BelfryCore

/// The moment of an alert whose message is looked at.
public enum PreviewMoment: String, CaseIterable, Sendable {
    /// It begins to fire.
    case firing
    /// It still fires.
    case reminder
    /// Its run has failed for good after all.
    case final
    /// It has ended.
    case resolved

    /// Why a message is sent then.
    var reason: NotificationReason {
        switch self {
        case .firing: .firing
        case .reminder: .repeat
        case .final: .final
        case .resolved: .resolved
        }
    }

    /// An alert as it stands then.
    func applied(to alert: AlertFacts, at now: Instant) -> AlertFacts {
        var alert = alert
        switch self {
        case .resolved where alert.state == .firing:
            alert.state = .resolved
            alert.endsAt = now
            alert.resolveReason = ResolveReason.success.rawValue
        case .firing, .reminder, .final:
            alert.state = .firing
            alert.endsAt = nil
            alert.resolveReason = nil
        case .resolved: break
        }
        if self == .final { alert.execution?.nextRetryAt = nil }
        return alert
    }
}
