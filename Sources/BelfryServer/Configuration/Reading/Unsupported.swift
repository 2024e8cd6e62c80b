internal import BelfryCore
internal import Yams

/// Says of a section that means something to Alertmanager or will to Belfry that this version does not act on it.
///
/// Ignoring it would be worse: who writes a mute interval relies on it.
enum Unsupported {
    /// An error where something stands there; an empty list asks for nothing.
    static func problems(_ value: YAMLValue, _ key: String) -> [Problem] {
        if case .sequence(let sequence) = value.node, sequence.isEmpty { return [] }
        return [value.problem("\(key) is not supported yet: remove it")]
    }
}
