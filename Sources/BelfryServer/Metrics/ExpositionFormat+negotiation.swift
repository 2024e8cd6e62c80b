extension ExpositionFormat {
    /// The format that an `Accept` field prefers among those Belfry can write; 0.0.4 where it accepts none of them.
    ///
    /// The highest `q` wins, the first of equals. A range with a version that Belfry does not write is passed over, as is one
    /// whose `q` is not a number from 0 to 1 with at most three decimals.
    static func negotiated(accept: String?) -> ExpositionFormat {
        guard let accept else { return .text }
        var best: (format: ExpositionFormat, quality: Int)?
        for range in splitOutsideQuotes(accept, at: ",") {
            guard let (format, quality) = offer(in: range), quality > 0, quality > best?.quality ?? 0 else { continue }
            best = (format, quality)
        }
        return best?.format ?? .text
    }

    /// What one media range asks for: the format that satisfies it and its weight in thousandths.
    private static func offer(in range: Substring) -> (ExpositionFormat, Int)? {
        let parts = splitOutsideQuotes(range, at: ";").map(trimmed)
        guard let type = parts.first?.lowercased() else { return nil }
        var version: String?
        var quality = 1_000
        for parameter in parts.dropFirst() {
            guard let equals = parameter.firstIndex(of: "=") else { continue }
            let name = trimmed(parameter[..<equals]).lowercased()
            let value = trimmed(parameter[parameter.index(after: equals)...]).filter { $0 != "\"" }
            switch name {
            case "version": version = value
            case "q":
                guard let thousandths = thousandths(value) else { return nil }
                quality = thousandths
            default: break
            }
        }
        switch type {
        case "application/openmetrics-text":
            return version == nil || version == "1.0.0" ? (.openMetrics, quality) : nil
        case "text/plain":
            return version == nil || version == "0.0.4" ? (.text, quality) : nil
        case "text/*", "*/*":
            return (.text, quality)
        default:
            return nil
        }
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

    private static func splitOutsideQuotes(_ text: some StringProtocol, at separator: Character) -> [Substring] {
        var isQuoted = false
        return Substring(text).split(omittingEmptySubsequences: true) { character in
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
