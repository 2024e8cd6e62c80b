internal import Foundation
internal import Libpq

/// Encodes and decodes `jsonb` columns that hold a Swift value.
enum JSONColumn {
    /// The value as a JSON document, keys sorted.
    static func encode(_ value: some Encodable) throws -> PostgresJSON {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return PostgresJSON(utf8: Array(try encoder.encode(value)))
    }

    /// The value a document holds.
    static func decode<Value: Decodable>(_ type: Value.Type, from json: PostgresJSON) throws -> Value {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }
}
