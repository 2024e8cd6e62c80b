internal import BelfryCore

/// The connections of one listener, and which of them goes when there are too many.
///
/// A connection is a stranger's until it has carried a webhook whose signature matched. When there are too many, the oldest
/// stranger goes: whoever opens thousands of connections closes their own, a newcomer always gets in, and a sender that has
/// shown a secret is never cut off. Nobody can pretend to be one.
struct ConnectionTable: Sendable {
    /// A connection of the table.
    typealias ID = UInt64

    /// A connection to close.
    struct Eviction: Hashable {
        let id: ID
        let reason: ConnectionDrop
    }

    private struct Entry {
        let source: IPAddress?
        var isStranger: Bool
    }

    private let total: Int
    private let perAddress: Int
    private var entries: [ID: Entry] = [:]
    private var strangers = AgeQueue()
    private var strangersBySource: [IPAddress: AgeQueue] = [:]
    private var lastID: ID = 0

    /// A table that makes room beyond `total` connections, or `perAddress` of strangers with one address.
    init(total: Int, perAddress: Int) {
        self.total = total
        self.perAddress = perAddress
    }

    /// How many connections there are, without those that were told to go.
    var count: Int { entries.count }

    /// Enters a new connection, and says which one has to make room for it; `source` is nil where addresses do not count.
    mutating func open(from source: IPAddress?) -> (id: ID, eviction: Eviction?) {
        lastID += 1
        let id = lastID
        entries[id] = Entry(source: source, isStranger: true)
        strangers.append(id)
        if let source {
            strangersBySource[source, default: AgeQueue()].append(id)
            if let own = strangersBySource[source], own.count > perAddress, let oldest = own.oldest {
                return (id, evict(oldest, .addressLimit))
            }
        }
        // Where all others are proven, more wait in the system's backlog.
        guard entries.count > total, let oldest = strangers.oldest, oldest != id else { return (id, nil) }
        return (id, evict(oldest, .totalLimit))
    }

    /// Notes that a connection's sender knows a secret; one that was told to go stays after all.
    mutating func prove(_ id: ID) {
        let entry = entries.updateValue(Entry(source: nil, isStranger: false), forKey: id)
        if let entry, entry.isStranger { forgetStranger(id, of: entry.source) }
    }

    /// Takes out a connection that is closed.
    mutating func close(_ id: ID) {
        guard let entry = entries.removeValue(forKey: id), entry.isStranger else { return }
        forgetStranger(id, of: entry.source)
    }

    private mutating func evict(_ id: ID, _ reason: ConnectionDrop) -> Eviction {
        close(id)
        return Eviction(id: id, reason: reason)
    }

    private mutating func forgetStranger(_ id: ID, of source: IPAddress?) {
        strangers.remove(id)
        guard let source else { return }
        strangersBySource[source]?.remove(id)
        if strangersBySource[source]?.count == 0 { strangersBySource[source] = nil }
    }
}
