/// A map key in the form that makes equal keys identical: integers that fit are ints, strings are their bytes.
enum MapKey: Hashable, Sendable {
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case string(String)

    /// The key for a value that may be a key; nil for other types.
    init?(_ value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = Int64(exactly: value).map(MapKey.int) ?? .uint(value)
        case .string(let value): self = .string(value)
        default: return nil
        }
    }

    /// The key a lookup with `value` means: a double is the integer it equals.
    init?(lookup value: Value) {
        guard case .double(let number) = value else {
            self.init(value)
            return
        }
        if let int = Int64(exactly: number) {
            self = .int(int)
        } else if let uint = UInt64(exactly: number) {
            self = .uint(uint)
        } else {
            return nil
        }
    }

    static func == (left: MapKey, right: MapKey) -> Bool {
        switch (left, right) {
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .uint(let value): hasher.combine(value)
        case .string(let value): value.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }
}
