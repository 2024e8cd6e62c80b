import Foundation

/// `text.format(arguments)`: the clauses of the strings extension.
enum TextFormat {
    /// The most digits after the point a clause may ask for.
    private static let maximumPrecision = 100

    static func format(_ format: String, _ arguments: [Value], _ budget: inout Budget) throws(EvaluationError) -> String
    {
        try budget.charge(bytes: format.utf8.count)
        var result = String.UnicodeScalarView()
        var scalars = format.unicodeScalars.makeIterator()
        var position = 0
        while let scalar = scalars.next() {
            guard scalar == "%" else {
                result.append(scalar)
                continue
            }
            guard var clause = scalars.next() else { throw invalid("unexpected end of string") }
            if clause == "%" {
                result.append("%")
                continue
            }
            var precision: Int?
            if clause == "." {
                var digits = 0
                clause = try nextScalar(&scalars)
                while let digit = Character(clause).wholeNumberValue, clause.isASCII {
                    digits = min(digits * 10 + digit, maximumPrecision + 1)
                    clause = try nextScalar(&scalars)
                }
                guard digits <= maximumPrecision else { throw invalid("precision is above \(maximumPrecision)") }
                precision = digits
            }
            guard arguments.indices.contains(position) else {
                throw EvaluationError(.invalidArgument, "index \(position) out of range")
            }
            let text = try clauseText(arguments[position], clause, precision: precision, &budget)
            try budget.charge(bytes: text.utf8.count)
            result.append(contentsOf: text.unicodeScalars)
            position += 1
        }
        return String(result)
    }

    private static func nextScalar(
        _ scalars: inout String.UnicodeScalarView.Iterator
    ) throws(EvaluationError) -> Unicode.Scalar {
        guard let scalar = scalars.next() else { throw invalid("unexpected end of string") }
        return scalar
    }

    private static func invalid(_ reason: String) -> EvaluationError {
        EvaluationError(.invalidArgument, "could not parse formatting clause: \(reason)")
    }

    private static func clauseText(
        _ value: Value,
        _ clause: Unicode.Scalar,
        precision: Int?,
        _ budget: inout Budget
    ) throws(EvaluationError) -> String {
        switch clause {
        case "s": return try TextForm.nested(value, &budget)
        case "d": return try decimal(value)
        case "f": return try floating(value, "%.\(precision ?? 6)f", "fixed-point clause")
        case "e": return try floating(value, "%.\(precision ?? 6)e", "scientific clause")
        case "b": return try binary(value)
        case "o": return try integer(value, radix: 8, isUppercase: false, "octal clause can only be used on integers")
        case "x", "X": return try hexadecimal(value, isUppercase: clause == "X")
        default: throw invalid("unrecognized formatting clause \"\(clause)\"")
        }
    }

    private static func wrongType(_ rule: String, _ value: Value) -> EvaluationError {
        EvaluationError(
            .invalidArgument,
            "error during formatting: \(rule), was given \(value.runtimeType.name)"
        )
    }

    private static func decimal(_ value: Value) throws(EvaluationError) -> String {
        if case .double(let number) = value { return TextForm.text(of: number) }
        return try integer(value, radix: 10, isUppercase: false, "decimal clause can only be used on integers")
    }

    private static func integer(
        _ value: Value,
        radix: Int,
        isUppercase: Bool,
        _ rule: String
    ) throws(EvaluationError) -> String {
        switch value {
        case .int(let number): String(number, radix: radix, uppercase: isUppercase)
        case .uint(let number): String(number, radix: radix, uppercase: isUppercase)
        default: throw wrongType(rule, value)
        }
    }

    private static func floating(_ value: Value, _ format: String, _ clause: String) throws(EvaluationError) -> String {
        let number: Double
        switch value {
        case .double(let value): number = value
        case .int(let value): number = Double(value)
        case .uint(let value): number = Double(value)
        default: throw wrongType("\(clause) can only be used on doubles", value)
        }
        return number.isFinite ? String(format: format, number) : TextForm.text(of: number)
    }

    private static func binary(_ value: Value) throws(EvaluationError) -> String {
        if case .bool(let bool) = value { return bool ? "1" : "0" }
        return try integer(
            value,
            radix: 2,
            isUppercase: false,
            "only integers and bools can be formatted as binary"
        )
    }

    private static func hexadecimal(_ value: Value, isUppercase: Bool) throws(EvaluationError) -> String {
        let bytes: [UInt8]
        switch value {
        case .string(let text): bytes = Array(text.utf8)
        case .bytes(let value): bytes = value
        default:
            let rule = "only integers, byte buffers, and strings can be formatted as hex"
            return try integer(value, radix: 16, isUppercase: isUppercase, rule)
        }
        return bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: isUppercase)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
