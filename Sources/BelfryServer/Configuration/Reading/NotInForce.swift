internal import BelfryCore

/// The settings that are read and checked, and that this version does not act on.
enum NotInForce {
    /// What follows from it, by section or key.
    static let consequences = [
        "retention": "nothing is deleted"
    ]

    /// The consequence for a key; nil for a setting that is in force.
    static func consequence(of key: ConfigurationKey) -> String? {
        consequences[key.path] ?? consequences[key.parts.section]
    }
}
