/// The texts in JSON, keys left out.
enum JSONTexts {
    static func all(in json: Any) -> [String] {
        switch json {
        case let text as String: [text]
        case let list as [Any]: list.flatMap(all)
        case let object as [String: Any]: object.values.flatMap(all)
        default: []
        }
    }
}
