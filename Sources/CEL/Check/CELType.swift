/// A static type.
public indirect enum CELType: Hashable, Sendable, CustomStringConvertible {
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case null
    case timestamp
    case duration
    /// Any value; operations on it are resolved at run time.
    case dyn
    case list(CELType)
    case map(CELType, CELType)
    /// The type of a type, as `type(x)` has it.
    case type(CELType)
    /// `T` or null, CEL's wrapper type. It is accepted where `T` is wanted; null is an error there at run time.
    case nullable(CELType)
    case optional(CELType)
    /// An abstract type of the host's own, with its parameters.
    case opaque(String, [CELType])
    /// A type parameter of an overload; the same name stands for the same type in one signature.
    case parameter(String)

    /// The type as CEL writes it.
    public var description: String {
        switch self {
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .dyn: "dyn"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .type(let type): "type(\(type))"
        case .nullable(let type): "nullable(\(type))"
        case .optional(let type): "optional_type(\(type))"
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        case .parameter(let name): name
        }
    }

    /// `T` for `nullable(T)`, otherwise the type itself.
    public var nonNull: CELType {
        if case .nullable(let type) = self { type } else { self }
    }
}
