/// An element of `time_intervals`: a name for the moments that lie in any of its parts.
public struct NamedTimeInterval: Hashable, Sendable {
    /// The name that routes refer to.
    public var name: String
    /// Its parts; with none no moment lies in it.
    public var specs: [TimeIntervalSpec]

    /// An interval of these parts.
    public init(name: String, specs: [TimeIntervalSpec]) {
        self.name = name
        self.specs = specs
    }

    /// Whether a moment lies in it.
    public func contains(_ instant: Instant) -> Bool {
        specs.contains { $0.contains(instant) }
    }
}
