internal import BelfryCore

/// The value of a key and who gave it.
struct Setting {
    /// Who can give a value; a later one overrides an earlier one.
    enum Source: Int, Comparable {
        case file
        case environment
        case flag

        static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }
    }

    /// The value, where a problem with it is reported.
    let value: YAMLValue
    /// Who gave it.
    let source: Source
}
