/// Reads one webhook body into an `Execution`, field by field as they come.
struct ExecutionParser {
    private var reader: JSONReader
    /// A bit for each field that was read, by its raw value.
    private var seen: UInt16 = 0

    /// A parser at the start of a body.
    init(_ body: [UInt8]) {
        reader = JSONReader(body)
    }

    /// The execution of the whole body.
    mutating func parse() throws(JSONProblem) -> Execution {
        let kind = try reader.nextKind()
        guard kind == .object else { throw JSONProblem(detail: "the body must be an object, got \(kind.name)") }
        try reader.open(depth: 1)
        var execution = Execution(
            jobID: "",
            jobName: "",
            executionID: "",
            status: .success,
            executedAt: Instant(microseconds: 0)
        )
        var isFirst = true
        var expected = WebhookField.jobID
        while let key = try reader.nextKey(isFirst: isFirst) {
            isFirst = false
            guard let field = field(named: key, expected: expected) else {
                try reader.skipValue(depth: 2)
                continue
            }
            let bit: UInt16 = 1 << UInt16(field.rawValue)
            guard seen & bit == 0 else {
                throw JSONProblem(detail: "duplicate field \"\(field.name)\"", field: field.name.description)
            }
            seen |= bit
            try read(field, into: &execution)
            expected = WebhookField(rawValue: field.rawValue + 1) ?? .jobID
        }
        try reader.expectEnd()
        for field in WebhookField.allCases where field.isRequired && seen & 1 << UInt16(field.rawValue) == 0 {
            throw JSONProblem(detail: "missing field \"\(field.name)\"", field: field.name.description)
        }
        return execution
    }

    /// The field of a key.
    ///
    /// The one that usually comes next is tried first.
    private func field(named key: JSONString, expected: WebhookField) -> WebhookField? {
        guard !key.isEscaped else {
            let name = String(decoding: reader.text(of: key).utf8, as: UTF8.self)
            return WebhookField.allCases.first { $0.name.description == name }
        }
        if reader.holds(expected.name, in: key.range) { return expected }
        return WebhookField.allCases.first { reader.holds($0.name, in: key.range) }
    }

    private mutating func read(_ field: WebhookField, into execution: inout Execution) throws(JSONProblem) {
        switch field {
        case .jobID: execution.jobID = try readID(field)
        case .jobName: execution.jobName = String(decoding: try readKeyText(field), as: UTF8.self)
        case .executionID: execution.executionID = try readID(field)
        case .status: execution.status = try readStatus(field)
        case .executedAt: execution.executedAt = try readInstant(field)
        case .responseCode: execution.responseCode = try isNull() ? nil : Int32(truncatingIfNeeded: readInteger(field))
        case .responseTimeMS: execution.responseTimeMS = try readInteger(field)
        case .responseBody: execution.responseBody = try isNull() ? nil : readFreeText(field)
        case .errorMessage: execution.errorMessage = try isNull() ? nil : readFreeText(field)
        case .retryAttempt: execution.retryAttempt = Int32(truncatingIfNeeded: try readInteger(field))
        case .nextRetryAt: execution.nextRetryAt = try isNull() ? nil : readInstant(field)
        case .isTest: execution.isTest = try readBoolean(field)
        }
    }

    /// Takes a `null` if it comes next.
    private mutating func isNull() throws(JSONProblem) -> Bool {
        guard reader.next() == UInt8(ascii: "n") else { return false }
        _ = try reader.readLiteral()
        return true
    }
}

extension ExecutionParser {
    private mutating func readID(_ field: WebhookField) throws(JSONProblem) -> String {
        let text = try readKeyText(field)
        guard !text.isEmpty else { throw problem(field, "must not be empty") }
        guard !Self.holdsControlCharacter(text) else { throw problem(field, "must not hold control characters") }
        return String(decoding: text, as: UTF8.self)
    }

    /// Takes a text of bounded size that must be stored exactly as it was sent.
    private mutating func readKeyText(_ field: WebhookField) throws(JSONProblem) -> ArraySlice<UInt8> {
        let text = try readText(field)
        guard !text.holdsNUL else { throw problem(field, "must not hold U+0000") }
        guard !text.holdsLoneSurrogate else { throw problem(field, "must not hold unpaired surrogates") }
        if let maximum = field.maximumBytes, text.utf8.count > maximum {
            throw problem(field, "must be at most \(maximum) bytes of UTF-8, got \(text.utf8.count)")
        }
        return text.utf8
    }

    private mutating func readFreeText(_ field: WebhookField) throws(JSONProblem) -> String {
        String(decoding: try readText(field).utf8, as: UTF8.self)
    }

    private mutating func readStatus(_ field: WebhookField) throws(JSONProblem) -> ExecutionStatus {
        let text = String(decoding: try readText(field).utf8, as: UTF8.self)
        guard let status = ExecutionStatus(text: text) else {
            throw problem(field, "must be 1 to 32 characters of a-z and _, got \(RequestText.quoted(text))")
        }
        return status
    }

    private mutating func readInstant(_ field: WebhookField) throws(JSONProblem) -> Instant {
        let text = try readText(field).utf8
        guard let instant = Instant(iso8601: text) else {
            let sent = RequestText.quoted(String(decoding: text, as: UTF8.self))
            throw problem(field, "must be an ISO 8601 time such as 2024-01-25T14:00:00Z, got \(sent)")
        }
        return instant
    }

    private mutating func readText(_ field: WebhookField) throws(JSONProblem) -> JSONReader.Text {
        try expect(.string, "a string", field)
        return reader.text(of: try reader.readString())
    }

    private mutating func readInteger(_ field: WebhookField) throws(JSONProblem) -> Int64 {
        try expect(.number, "an integer", field)
        let range = try reader.readNumber()
        let bounds = field.bounds ?? Int64.min...Int64.max
        guard let value = reader.integer(in: range), bounds.contains(value) else {
            let sent = RequestText.shortened(String(decoding: reader.bytes[range], as: UTF8.self))
            throw problem(field, "must be an integer from \(bounds.lowerBound) to \(bounds.upperBound), got \(sent)")
        }
        return value
    }

    private mutating func readBoolean(_ field: WebhookField) throws(JSONProblem) -> Bool {
        try expect(.boolean, "a boolean", field)
        return try reader.readLiteral().utf8CodeUnitCount == 4
    }

    private mutating func expect(_ kind: JSONKind, _ name: String, _ field: WebhookField) throws(JSONProblem) {
        let sent = try reader.nextKind()
        guard sent == kind else {
            // The first byte tells the kind; what is no JSON at all is said to be that.
            var rest = reader
            try rest.skipValue(depth: 2)
            throw problem(field, "must be \(name)\(field.isNullable ? " or null" : ""), got \(sent.name)")
        }
    }

    private func problem(_ field: WebhookField, _ rule: String) -> JSONProblem {
        JSONProblem(detail: "\"\(field.name)\" \(rule)", field: field.name.description)
    }

    /// Whether UTF-8 holds a character of the category Cc: U+0000 to U+001F and U+007F to U+009F.
    private static func holdsControlCharacter(_ utf8: ArraySlice<UInt8>) -> Bool {
        var previous: UInt8 = 0
        for byte in utf8 {
            if byte < 0x20 || byte == 0x7F || previous == 0xC2 && byte < 0xA0 { return true }
            previous = byte
        }
        return false
    }
}
