/// Fields as a line of RFC 4180.
enum CSVLine {
    /// The line without its end; a field with a comma, a quote or a line end is quoted.
    static func line(_ fields: [String?]) -> String {
        fields.map { field in
            guard let field else { return "" }
            // An empty text is told from an absent one by its quotes.
            let isPlain = field.utf8.allSatisfy { $0 != 0x2C && $0 != 0x22 && $0 != 0x0A && $0 != 0x0D }
            return isPlain && !field.isEmpty ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
        }.joined(separator: ",")
    }
}
