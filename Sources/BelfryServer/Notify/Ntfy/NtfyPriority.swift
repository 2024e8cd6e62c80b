internal import BelfryCore

/// How loud a message is.
///
/// https://docs.ntfy.sh/publish/#message-priority
enum NtfyPriority: Int, Encodable {
    /// No sound.
    case low = 2
    /// The phone's usual sound.
    case normal = 3
    /// Long vibration.
    case high = 4
    /// Repeated until seen.
    case urgent = 5

    /// The priority that befits a notification: its worst alert's while one fires, and quiet when it is over.
    init(_ content: NotificationContent) {
        let worst = content.alerts.filter { $0.state == .firing }.map(\.severity).max()
        self =
            switch worst {
            case .critical: .urgent
            case .error: .high
            case .warning: .normal
            case .info: .low
            case nil: content.alerts.isEmpty ? .normal : .low
            }
    }
}
