internal import BelfryCore

/// The colour of a message, as a meaning.
enum MessageTone: Hashable {
    /// All is well again.
    case good
    /// For information.
    case info
    /// Look at it.
    case warning
    /// Something failed.
    case danger

    /// The tone of an alert that fires.
    init(_ severity: Severity) {
        self =
            switch severity {
            case .info: .info
            case .warning: .warning
            case .error, .critical: .danger
            }
    }
}
