extension SQL {
    /// Collects a statement's text and binds what is interpolated.
    public struct StringInterpolation: StringInterpolationProtocol {
        var fragments: [String]
        var parameters: [Parameter] = []

        /// Starts a statement; called by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            fragments = [""]
            fragments.reserveCapacity(interpolationCount + 1)
            parameters.reserveCapacity(interpolationCount)
        }

        /// Adds the text between two interpolations.
        public mutating func appendLiteral(_ literal: String) {
            appendText(literal)
        }

        /// Binds a value as the next parameter.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            bind(Parameter(value))
        }

        /// Binds a value, or `NULL` for nil, as the next parameter.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            bind(Parameter(value))
        }

        /// Binds a filled column as the next parameter.
        public mutating func appendInterpolation<Element>(_ column: ArrayColumn<Element>) {
            bind(Parameter(column))
        }

        /// Splices another statement's text and binds its parameters after those already there.
        public mutating func appendInterpolation(_ sql: SQL) {
            appendText(sql.fragments[0])
            parameters += sql.parameters
            fragments += sql.fragments.dropFirst()
        }

        /// Splices a name of a table, column or channel in double quotes, so that it stands for itself whatever it holds.
        public mutating func appendInterpolation(identifier name: String) {
            appendText(Self.quote(name, with: "\""))
        }

        /// Splices a text constant in single quotes, for the statements that take no parameters (DDL, `SET`).
        public mutating func appendInterpolation(quoted text: String) {
            // E'' makes the meaning of a backslash independent of standard_conforming_strings.
            guard text.utf8.contains(UInt8(ascii: "\\")) else {
                return appendText(Self.quote(text, with: "'"))
            }
            let escaped = Self.double(UInt8(ascii: "\\"), in: text)
            appendText(" E" + Self.quote(escaped, with: "'"))
        }

        /// Splices text known at compile time as it is.
        public mutating func appendInterpolation(literal: StaticString) {
            appendText("\(literal)")
        }

        private mutating func appendText(_ text: String) {
            fragments[fragments.count - 1] += text
        }

        private mutating func bind(_ parameter: Parameter) {
            parameters.append(parameter)
            fragments.append("")
        }

        private static func quote(_ text: String, with mark: Character) -> String {
            var quoted = String(mark)
            for scalar in text.unicodeScalars {
                if Character(scalar) == mark { quoted.append(mark) }
                quoted.unicodeScalars.append(scalar)
            }
            quoted.append(mark)
            return quoted
        }

        private static func double(_ byte: UInt8, in text: String) -> String {
            var doubled: [UInt8] = []
            for unit in text.utf8 {
                if unit == byte { doubled.append(byte) }
                doubled.append(unit)
            }
            return String(decoding: doubled, as: UTF8.self)
        }
    }
}
