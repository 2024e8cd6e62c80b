/// A protocol-buffer message in text format, as far as the conformance files use it.
struct TextMessage: Sendable {
    /// A field's value.
    enum Field: Sendable {
        case message(TextMessage)
        case bytes([UInt8])
        /// A number, a bool or the name of an enum value.
        case word(String)
    }

    var fields: [(name: String, value: Field)] = []

    func messages(_ name: String) -> [TextMessage] {
        fields.compactMap { field in
            if field.name == name, case .message(let message) = field.value { message } else { nil }
        }
    }

    func message(_ name: String) -> TextMessage? { messages(name).first }

    func word(_ name: String) -> String? {
        for case (name, .word(let word)) in fields { return word }
        return nil
    }

    func bytes(_ name: String) -> [UInt8]? {
        for case (name, .bytes(let bytes)) in fields { return bytes }
        return nil
    }

    func string(_ name: String) -> String? {
        bytes(name).map { String(decoding: $0, as: UTF8.self) }
    }

    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// Calls `visit` with every field of this message and of the messages in it.
    func visitFields(_ visit: (String, Field) -> Void) {
        for field in fields {
            visit(field.name, field.value)
            if case .message(let message) = field.value { message.visitFields(visit) }
        }
    }
}
