import CEL

/// Reads values and types out of conformance messages.
enum ConformanceValues {
    struct Unreadable: Error {
        let message: TextMessage
    }

    static func value(_ message: TextMessage) throws -> Value {
        guard let field = message.fields.first else { return .null }
        switch (field.name, field.value) {
        case ("null_value", _): return .null
        case ("bool_value", .word(let word)): return .bool(word == "true")
        case ("int64_value", .word(let word)): return .int(try number(Int64(word), message))
        case ("uint64_value", .word(let word)): return .uint(try number(UInt64(word), message))
        case ("double_value", .word(let word)): return .double(try number(Double(word), message))
        case ("string_value", .bytes(let bytes)): return .string(String(decoding: bytes, as: UTF8.self))
        case ("bytes_value", .bytes(let bytes)): return .bytes(bytes)
        case ("type_value", .bytes(let bytes)): return .type(TypeValue(String(decoding: bytes, as: UTF8.self)))
        case ("list_value", .message(let list)): return .list(try list.messages("values").map { try value($0) })
        case ("map_value", .message(let map)):
            let entries = try map.messages("entries").map { entry -> MapValue.Entry in
                let key = try value(entry.message("key") ?? TextMessage())
                return (key, try value(entry.message("value") ?? TextMessage()))
            }
            return .map(try MapValue(entries: entries))
        case ("object_value", .message(let object)): return try self.object(object)
        default: throw Unreadable(message: message)
        }
    }

    private static func number<T>(_ number: T?, _ message: TextMessage) throws -> T {
        guard let number else { throw Unreadable(message: message) }
        return number
    }

    private static func object(_ object: TextMessage) throws -> Value {
        guard let field = object.fields.first, case .message(let content) = field.value else {
            throw Unreadable(message: object)
        }
        let seconds = try number(Int64(content.word("seconds") ?? "0"), object)
        let nanoseconds = try number(Int32(content.word("nanos") ?? "0"), object)
        switch field.name {
        case "type.googleapis.com/google.protobuf.Timestamp":
            return .timestamp(Timestamp(seconds: seconds, nanoseconds: nanoseconds))
        case "type.googleapis.com/google.protobuf.Duration":
            return .duration(CELDuration(seconds: seconds, nanoseconds: nanoseconds))
        default: throw Unreadable(message: object)
        }
    }

    static func type(_ message: TextMessage) throws -> CELType {
        guard let field = message.fields.first else { return .dyn }
        switch (field.name, field.value) {
        case ("dyn", _): return .dyn
        case ("null", _): return .null
        case ("primitive", .word(let word)): return try primitive(word, message)
        case ("wrapper", .word(let word)): return .nullable(try primitive(word, message))
        case ("well_known", .word("TIMESTAMP")): return .timestamp
        case ("well_known", .word("DURATION")): return .duration
        case ("message_type", .bytes(let name)):
            if name == Array("google.protobuf.Timestamp".utf8) { return .timestamp }
            if name == Array("google.protobuf.Duration".utf8) { return .duration }
            throw Unreadable(message: message)
        case ("list_type", .message(let list)): return .list(try type(list.message("elem_type") ?? TextMessage()))
        case ("map_type", .message(let map)):
            let key = try type(map.message("key_type") ?? TextMessage())
            return .map(key, try type(map.message("value_type") ?? TextMessage()))
        case ("type", .message(let inner)): return .type(try type(inner))
        case ("type_param", .bytes(let bytes)): return .parameter(String(decoding: bytes, as: UTF8.self))
        case ("abstract_type", .message(let abstract)):
            let name = abstract.string("name") ?? ""
            let parameters = try abstract.messages("parameter_types").map { try type($0) }
            return name == "optional_type" ? .optional(parameters.first ?? .dyn) : .opaque(name, parameters)
        default: throw Unreadable(message: message)
        }
    }

    private static func primitive(_ word: String, _ message: TextMessage) throws -> CELType {
        switch word {
        case "BOOL": .bool
        case "INT64": .int
        case "UINT64": .uint
        case "DOUBLE": .double
        case "STRING": .string
        case "BYTES": .bytes
        default: throw Unreadable(message: message)
        }
    }
}
