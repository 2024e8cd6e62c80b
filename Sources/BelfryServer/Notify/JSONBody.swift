internal import Foundation

/// JSON as it is sent to chats.
enum JSONBody {
    /// A payload as JSON with sorted keys, so that the same content is the same bytes.
    static func bytes(_ payload: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings, numbers and booleans of fixed shape: there is nothing in a payload that could fail to encode.
        return (try? encoder.encode(payload)).map(Array.init) ?? []
    }

    /// The answer's body as a value; nil where it is something else.
    static func decoded<Value: Decodable>(_ type: Value.Type, from response: OutgoingResponse) -> Value? {
        try? JSONDecoder().decode(type, from: Data(response.body))
    }
}
