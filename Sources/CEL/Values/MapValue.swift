/// A CEL map: entries in the order they were given, found by key in constant time.
///
/// Keys are bools, ints, uints and strings; an int and a uint that are the same number are the same key.
public struct MapValue: Sendable, Equatable {
    /// A key and what it maps to.
    public typealias Entry = (key: Value, value: Value)

    /// The entries in order; no two have equal keys.
    public let entries: [Entry]
    private let index: [MapKey: Int]

    /// Makes a map with string keys; the last of equal keys wins.
    public init(_ pairs: some Sequence<(String, Value)>) {
        var entries: [Entry] = []
        var index: [MapKey: Int] = [:]
        for (key, value) in pairs {
            let entry: Entry = (.string(key), value)
            if let position = index.updateValue(entries.count, forKey: .string(key)) {
                entries[position] = entry
                index[.string(key)] = position
            } else {
                entries.append(entry)
            }
        }
        self.entries = entries
        self.index = index
    }

    /// Makes a map from entries; a repeated key or a key of another type is an `invalidKey` error.
    public init(entries: [Entry]) throws(EvaluationError) {
        var index: [MapKey: Int] = [:]
        index.reserveCapacity(entries.count)
        for (position, entry) in entries.enumerated() {
            guard let key = MapKey(entry.key) else {
                throw EvaluationError(.invalidKey, "unsupported key type: \(entry.key.runtimeType.name)")
            }
            guard index.updateValue(position, forKey: key) == nil else {
                throw EvaluationError(.invalidKey, "repeated key: \(TextForm.text(of: entry.key))")
            }
        }
        self.entries = entries
        self.index = index
    }

    /// The number of entries.
    public var count: Int { entries.count }

    /// Whether there is no entry.
    public var isEmpty: Bool { entries.isEmpty }

    /// The value at `key`; a double finds the integer key it equals.
    public subscript(key: Value) -> Value? {
        guard let key = MapKey(lookup: key) else { return nil }
        return self[key]
    }

    /// The value at a string key.
    public subscript(key: String) -> Value? { self[MapKey.string(key)] }

    subscript(key: MapKey) -> Value? {
        guard let position = index[key] else { return nil }
        return entries[position].value
    }

    /// Whether both maps have the same keys with CEL-equal values, in any order.
    public static func == (left: MapValue, right: MapValue) -> Bool {
        guard left.count == right.count else { return false }
        for (key, position) in left.index {
            guard let other = right[key], other == left.entries[position].value else { return false }
        }
        return true
    }
}
