/// Fields as a line of RFC 4180.
enum CSVLine {
    /// The line without its end; a field with a comma, a quote or a line end is quoted.
    ///
    /// A spreadsheet takes what begins with `=`, `+`, `-`, `@`, a tab or a return for a formula, and anybody whose job fails writes an
    /// error message. With `isSpreadsheetSafe` such a text begins with an apostrophe, and is then not what was stored.
    static func line(_ fields: [String?], isSpreadsheetSafe: Bool = false) -> String {
        fields.map { field in
            guard var field else { return "" }
            if isSpreadsheetSafe, let first = field.utf8.first, formula.contains(first) { field = "'" + field }
            // An empty text is told from an absent one by its quotes.
            let isPlain = field.utf8.allSatisfy { $0 != 0x2C && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D }
            return isPlain && !field.isEmpty ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",")
    }

    private static let formula = Array("=+-@\t\r".utf8)
}
