internal import CEL

/// `json(text)` of rule expressions: text that is JSON becomes a CEL value.
///
/// Whole numbers become `int`, others `double`, objects `map`, of whose equal keys the last counts. The webhook's own reader does it:
/// an attempt meets such a rule again and again, and Foundation's decoder took ten times as long.
enum JSONText {
    static func parse(_ arguments: [Value]) throws(EvaluationError) -> Value {
        guard case .string(let text)? = arguments.first else {
            throw EvaluationError(.noSuchOverload, "json() takes text, got \(arguments)")
        }
        do throws(JSONProblem) {
            var reader = JSONReader(Array(text.utf8))
            let value = try read(&reader, depth: 1)
            try reader.expectEnd()
            return value
        } catch {
            throw EvaluationError(
                .invalidArgument,
                "json(): the text is \(error.detail) (A1Cron cuts bodies at 1 KB): \(text.prefix(60))"
            )
        }
    }

    private static func read(_ reader: inout JSONReader, depth: Int) throws(JSONProblem) -> Value {
        switch try reader.nextKind() {
        case .string: return .string(text(try reader.readString(), in: reader))
        case .number: return number(in: try reader.readNumber(), reader)
        case .null:
            _ = try reader.readLiteral()
            return .null
        case .boolean: return .bool(try reader.readLiteral().utf8CodeUnitCount == 4)
        case .array:
            try reader.open(depth: depth)
            var elements: [Value] = []
            while try reader.nextElement(isFirst: elements.isEmpty) {
                elements.append(try read(&reader, depth: depth + 1))
            }
            return .list(elements)
        case .object:
            try reader.open(depth: depth)
            var pairs: [(String, Value)] = []
            while let key = try reader.nextKey(isFirst: pairs.isEmpty) {
                pairs.append((text(key, in: reader), try read(&reader, depth: depth + 1)))
            }
            return .map(MapValue(pairs))
        }
    }

    private static func text(_ string: JSONString, in reader: JSONReader) -> String {
        String(decoding: reader.text(of: string).utf8, as: UTF8.self)
    }

    private static func number(in range: Range<Int>, _ reader: JSONReader) -> Value {
        if let integer = reader.integer(in: range) { return .int(integer) }
        return .double(Double(String(decoding: reader.bytes[range], as: UTF8.self)) ?? .infinity)
    }
}
