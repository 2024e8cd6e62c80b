/// The text that `JSON.stringify(JSON.parse(body))` makes in JavaScript, which A1Cron's sample handler signs.
///
/// Only for bodies about whose meaning no two parsers can differ: duplicate keys at any depth, unpaired surrogates,
/// invalid UTF-8, numbers beyond a double and more than 64 levels are refused. Otherwise somebody who saw one signed
/// body could put `"status":"success",` before its `"status":"failure"` and keep the signature.
struct CanonicalJSON {
    /// The largest body that is worth a second look: ids, name and 1 KB of `response_body`, every byte of them escaped,
    /// fit into half of it.
    ///
    /// A bound, because anybody can ask for this work without a secret.
    static let maximumBytes = 16_384
    /// How many numbers are put through a double, at about a microsecond each.
    ///
    /// A webhook has three numbers, all small integers.
    static let maximumDoubles = 64

    private var reader: JSONReader
    private var output: [UInt8] = []
    private var doubles = 0

    /// The canonical form of a body; throws where it has none.
    static func text(of body: [UInt8]) throws(JSONProblem) -> [UInt8] {
        guard body.count <= maximumBytes else {
            throw JSONProblem(detail: "more than \(maximumBytes) bytes are not re-serialised")
        }
        var canonical = CanonicalJSON(reader: JSONReader(body))
        canonical.output.reserveCapacity(body.count)
        try canonical.appendValue(depth: 1)
        try canonical.reader.expectEnd()
        return canonical.output
    }

    private mutating func appendValue(depth: Int) throws(JSONProblem) {
        switch try reader.nextKind() {
        case .string:
            try append(try reader.readString())
        case .number:
            try appendNumber(in: try reader.readNumber())
        case .boolean, .null:
            try reader.readLiteral().withUTF8Buffer { output.append(contentsOf: $0) }
        case .object:
            try appendObject(depth: depth)
        case .array:
            try reader.open(depth: depth)
            output.append(UInt8(ascii: "["))
            var isFirst = true
            while try reader.nextElement(isFirst: isFirst) {
                if !isFirst { output.append(UInt8(ascii: ",")) }
                try appendValue(depth: depth + 1)
                isFirst = false
            }
            output.append(UInt8(ascii: "]"))
        }
    }

    private mutating func appendObject(depth: Int) throws(JSONProblem) {
        try reader.open(depth: depth)
        output.append(UInt8(ascii: "{"))
        let start = output.count
        var members: [CanonicalMember] = []
        while let key = try reader.nextKey(isFirst: members.isEmpty) {
            if !members.isEmpty { output.append(UInt8(ascii: ",")) }
            let keyStart = output.count
            try append(key)
            let keyEnd = output.count
            output.append(UInt8(ascii: ":"))
            try appendValue(depth: depth + 1)
            members.append(CanonicalMember(key: keyStart..<keyEnd, range: keyStart..<output.count))
        }
        if let duplicate = CanonicalMember.duplicateKey(among: members, in: output) {
            throw JSONProblem(detail: "duplicate key \(RequestText.quoted(String(decoding: duplicate, as: UTF8.self)))")
        }
        if let reordered = CanonicalMember.inPropertyOrder(members, in: output) {
            var ordered: [UInt8] = []
            ordered.reserveCapacity(output.count - start)
            for member in reordered {
                if !ordered.isEmpty { ordered.append(UInt8(ascii: ",")) }
                ordered.append(contentsOf: output[member.range])
            }
            output.replaceSubrange(start..., with: ordered)
        }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func appendNumber(in range: Range<Int>) throws(JSONProblem) {
        let number = reader.bytes[range]
        if ECMAScriptNumber.isPlainInteger(number) {
            output.append(contentsOf: number)
            return
        }
        doubles += 1
        guard doubles <= Self.maximumDoubles else {
            throw JSONProblem(
                detail: "more than \(Self.maximumDoubles) fractions or large numbers are not re-serialised"
            )
        }
        guard let text = ECMAScriptNumber.text(of: number) else {
            throw .syntax("a number beyond a double", at: range.lowerBound)
        }
        output.append(contentsOf: text.utf8)
    }

    private mutating func append(_ string: JSONString) throws(JSONProblem) {
        output.append(UInt8(ascii: "\""))
        var index = string.range.lowerBound
        while index < string.range.upperBound {
            guard reader.bytes[index] == UInt8(ascii: "\\") else {
                output.append(reader.bytes[index])
                index += 1
                continue
            }
            let start = index
            guard let scalar = Unicode.Scalar(reader.escapedCodePoint(at: &index)) else {
                throw .syntax("an unpaired surrogate", at: start)
            }
            append(scalar)
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Appends a character as `JSON.stringify` does: what need not be escaped stands for itself.
    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\": output += [UInt8(ascii: "\\"), UInt8(ascii: scalar)]
        case "\u{08}": output += "\\b".utf8
        case "\t": output += "\\t".utf8
        case "\n": output += "\\n".utf8
        case "\u{0C}": output += "\\f".utf8
        case "\r": output += "\\r".utf8
        case "\u{00}"..."\u{1F}": output += "\\u00\(Hexadecimal.text([UInt8(ascii: scalar)]))".utf8
        default: output += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
    }
}
