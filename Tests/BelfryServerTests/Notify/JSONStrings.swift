import Foundation
import Testing

/// The texts in a piece of JSON, wherever they stand.
enum JSONStrings {
    /// Every string value, keys left out.
    static func all(in json: [UInt8]) throws -> [String] {
        collect(try JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed))
    }

    /// The string values under a key, at whatever depth.
    static func values(of key: String, in json: [UInt8]) throws -> [String] {
        find(key, in: try JSONSerialization.jsonObject(with: Data(json)))
    }

    /// Fails the test where a text holds characters that steer a terminal, a line or the writing direction.
    static func expectNoControls(in texts: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        let forbidden: [ClosedRange<UInt32>] = [
            0x00...0x09, 0x0B...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069,
        ]
        for text in texts {
            let found = text.unicodeScalars.first { scalar in forbidden.contains { $0.contains(scalar.value) } }
            #expect(found == nil, "\(text.prefix(80))", sourceLocation: sourceLocation)
        }
    }

    private static func collect(_ value: Any) -> [String] {
        switch value {
        case let text as String: [text]
        case let list as [Any]: list.flatMap(collect)
        case let object as [String: Any]: object.values.flatMap(collect)
        default: []
        }
    }

    private static func find(_ key: String, in value: Any) -> [String] {
        switch value {
        case let list as [Any]: list.flatMap { find(key, in: $0) }
        case let object as [String: Any]:
            ((object[key] as? String).map { [$0] } ?? []) + object.values.flatMap { find(key, in: $0) }
        default: []
        }
    }
}

extension String {
    /// Whether a text stands in this one scalar for scalar; Foundation's `contains` looks through zero-width spaces.
    func holds(_ text: String) -> Bool { unicodeScalars.contains(text.unicodeScalars) }
}
