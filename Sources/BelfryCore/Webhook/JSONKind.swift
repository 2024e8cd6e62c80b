/// The kinds of JSON values.
enum JSONKind {
    case object
    case array
    case string
    case number
    case boolean
    case null

    /// The kind in a sentence: "must be a number, got …".
    var name: String {
        switch self {
        case .object: "an object"
        case .array: "an array"
        case .string: "a string"
        case .number: "a number"
        case .boolean: "a boolean"
        case .null: "null"
        }
    }
}
