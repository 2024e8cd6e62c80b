/// Which jobs the overview lists.
public struct OverviewFilter: Hashable, Sendable {
    /// A kind of jobs.
    public enum Kind: String, CaseIterable, Sendable {
        /// All but the forgotten.
        case all
        /// Those that fail or have an alert that fires.
        case failing
        /// Those that are paused.
        case paused
        /// Those that were forgotten.
        case forgotten
    }

    /// The kind.
    public var kind: Kind
    /// A part of the name, in any case, or an id; nil for all.
    public var text: String?
    /// The page, from 1.
    public var page: Int

    /// A filter of these values.
    public init(kind: Kind = .all, text: String? = nil, page: Int = 1) {
        self.kind = kind
        self.text = text
        self.page = page
    }
}
