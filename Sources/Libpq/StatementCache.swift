/// The statements prepared on one connection, by their text and the types of their parameters.
struct StatementCache {
    /// A statement beyond this is sent unprepared; a program has fewer texts than this unless it builds them.
    static let limit = 512

    struct Key: Hashable {
        let text: String
        let types: [UInt32]

        init(_ sql: SQL) {
            text = sql.text
            types = sql.parameters.map(\.oid)
        }
    }

    enum Entry {
        /// The server has it under this name.
        case prepared(String)
        /// It has to be prepared under this name first.
        case new(String)
        /// It is not to be prepared.
        case unprepared
    }

    private var names: [Key: String] = [:]
    private var counter = 0

    var count: Int { names.count }

    mutating func entry(for key: Key, queryName: String) -> Entry {
        if let name = names[key] { return .prepared(name) }
        guard names.count < Self.limit else { return .unprepared }
        counter += 1
        // The number is in front since the server cuts names to 63 bytes.
        return .new("q\(counter) \(queryName)")
    }

    /// To be called when the server has accepted the statement.
    mutating func insert(_ key: Key, name: String) {
        names[key] = name
    }

    /// Forgets a statement whose plan the server has come to refuse; it is prepared anew at the next use.
    mutating func remove(_ key: Key) {
        names[key] = nil
    }

    mutating func removeAll() {
        names.removeAll()
    }
}
