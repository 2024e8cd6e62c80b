/// The kinds of JSON values; the raw value completes "must be a number, got …".
enum JSONKind: String {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case boolean = "a boolean"
    case null = "null"
}
