/// One element of an `Accept` or `Accept-Encoding` field: what is asked for, and how much.
struct AcceptedValue: Hashable {
    /// The media range or coding, in lower case.
    let value: String
    /// Its parameters by their names in lower case, `q` excepted.
    let parameters: [String: String]
    /// `q` in thousandths; 1,000 without one, 0 for a refusal.
    let thousandths: Int

    /// The elements of a field, in their order.
    ///
    /// One whose `q` is not a number from 0 to 1 with at most three decimals is passed over.
    static func all(in field: String) -> [AcceptedValue] {
        splitOutsideQuotes(field[...], at: ",").compactMap(AcceptedValue.init)
    }

    private init?(_ element: Substring) {
        let parts = Self.splitOutsideQuotes(element, at: ";").map(Self.trimmed)
        guard let value = parts.first, !value.isEmpty else { return nil }
        var parameters: [String: String] = [:]
        var thousandths = 1_000
        for parameter in parts.dropFirst() {
            guard let equals = parameter.firstIndex(of: "=") else { continue }
            let name = Self.trimmed(parameter[..<equals]).lowercased()
            let text = Self.trimmed(parameter[parameter.index(after: equals)...]).filter { $0 != "\"" }
            if name == "q" {
                guard let quality = Self.thousandths(text) else { return nil }
                thousandths = quality
            } else {
                parameters[name] = text
            }
        }
        self.value = value.lowercased()
        self.parameters = parameters
        self.thousandths = thousandths
    }

    /// `0.5` as 500.
    private static func thousandths(_ text: String) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, whole == "0" || whole == "1" else { return nil }
        let decimals = parts.count > 1 ? parts[1] : ""
        guard decimals.count <= 3, decimals.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let fraction = decimals.isEmpty ? 0 : Int(decimals + String(repeating: "0", count: 3 - decimals.count)) ?? 0
        let value = (whole == "1" ? 1_000 : 0) + fraction
        return value <= 1_000 ? value : nil
    }

    private static func splitOutsideQuotes(_ text: Substring, at separator: Character) -> [Substring] {
        var isQuoted = false
        return text.split(omittingEmptySubsequences: true) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
