internal import CEL
internal import Foundation

/// `json(text)` of rule expressions: text that is JSON becomes a CEL value.
///
/// Whole numbers become `int`, others `double`, objects `map`. Only rules that call it pay for it, so Foundation's decoder serves.
enum JSONText {
    static func parse(_ arguments: [Value]) throws(EvaluationError) -> Value {
        guard case .string(let text)? = arguments.first else {
            throw EvaluationError(.noSuchOverload, "json() takes text, got \(arguments)")
        }
        do {
            return try JSONDecoder().decode(Node.self, from: Data(text.utf8)).value
        } catch {
            throw EvaluationError(
                .invalidArgument,
                "json(): the text is not JSON (A1Cron cuts bodies at 1 KB): \(text.prefix(60))"
            )
        }
    }

    /// Any JSON value.
    private struct Node: Decodable {
        var value: Value

        init(from decoder: any Decoder) throws {
            if let keyed = try? decoder.container(keyedBy: Key.self) {
                let pairs = try keyed.allKeys.map { ($0.stringValue, try keyed.decode(Node.self, forKey: $0).value) }
                value = .map(MapValue(pairs))
                return
            }
            if var list = try? decoder.unkeyedContainer() {
                var elements: [Value] = []
                while !list.isAtEnd { elements.append(try list.decode(Node.self).value) }
                value = .list(elements)
                return
            }
            let scalar = try decoder.singleValueContainer()
            if scalar.decodeNil() {
                value = .null
            } else if let flag = try? scalar.decode(Bool.self) {
                value = .bool(flag)
            } else if let number = try? scalar.decode(Int64.self) {
                value = .int(number)
            } else if let number = try? scalar.decode(Double.self) {
                value = .double(number)
            } else {
                value = .string(try scalar.decode(String.self))
            }
        }
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
