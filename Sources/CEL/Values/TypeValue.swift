/// A type as a value: what `type(x)` yields and what the names `int`, `list` and so on denote.
public struct TypeValue: Hashable, Sendable {
    /// The name as the specification has it, such as `null_type` or `google.protobuf.Timestamp`.
    public let name: String

    /// Creates the value that denotes the type `name`.
    public init(_ name: String) {
        self.name = name
    }

    static let null = TypeValue("null_type")
    static let bool = TypeValue("bool")
    static let int = TypeValue("int")
    static let uint = TypeValue("uint")
    static let double = TypeValue("double")
    static let string = TypeValue("string")
    static let bytes = TypeValue("bytes")
    static let timestamp = TypeValue("google.protobuf.Timestamp")
    static let duration = TypeValue("google.protobuf.Duration")
    static let list = TypeValue("list")
    static let map = TypeValue("map")
    static let type = TypeValue("type")
    static let optional = TypeValue("optional_type")
}
