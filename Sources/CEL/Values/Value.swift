/// A CEL value.
///
/// `==` is CEL equality: numbers of different types are equal if they are the same number, strings are compared scalar by
/// scalar without normalisation, NaN equals nothing, and values of unrelated types are unequal.
public enum Value: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case timestamp(Timestamp)
    case duration(CELDuration)
    case list([Value])
    case map(MapValue)
    case type(TypeValue)
    indirect case optional(Value?)

    /// Whether this is null.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What `type(x)` yields.
    public var runtimeType: TypeValue {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .list: .list
        case .map: .map
        case .type: .type
        case .optional: .optional
        }
    }

    /// Whether this is the zero of its type: what `optional.ofNonZeroValue` turns into none.
    var isZero: Bool {
        switch self {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .string(let value): value.isEmpty
        case .bytes(let value): value.isEmpty
        case .timestamp(let value): value == Timestamp(seconds: 0)
        case .duration(let value): value == CELDuration(seconds: 0)
        case .list(let value): value.isEmpty
        case .map(let value): value.isEmpty
        case .type: false
        case .optional(let value): value == nil
        }
    }
}
