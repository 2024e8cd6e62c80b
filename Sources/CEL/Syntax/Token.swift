/// A lexical token.
struct Token {
    enum Kind: Equatable {
        case identifier(String)
        /// `` `content-type` ``, a field name in back quotes.
        case quotedIdentifier(String)
        case int(digits: String, isHex: Bool)
        case uint(digits: String, isHex: Bool)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(String)
        case end
    }

    let kind: Kind
    let range: SourceRange

    /// How an error message names the token.
    var description: String {
        switch kind {
        case .identifier(let name): "'\(name)'"
        case .quotedIdentifier(let name): "'`\(name)`'"
        case .int(let digits, _), .uint(let digits, _): "number \(digits)"
        case .double(let value): "number \(value)"
        case .string: "a string"
        case .bytes: "bytes"
        case .symbol(let text): "'\(text)'"
        case .end: "the end of the expression"
        }
    }
}
