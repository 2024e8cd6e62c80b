/// Markdown as the tests look at it.
enum MarkdownText {
    /// The text without what stands in code; nil where code is left open.
    static func outsideOfCode(_ text: String) -> String? {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "`") {
            let isEscaped = rest[..<open].reversed().prefix { $0 == "\\" }.count % 2 == 1
            result += rest[..<open]
            let fence = isEscaped ? "`" : rest[open...].hasPrefix("```") ? "```" : "`"
            let inside = rest[open...].dropFirst(fence.count)
            guard !isEscaped else {
                rest = inside
                continue
            }
            guard let close = inside.firstRange(of: fence) else { return nil }
            rest = inside[close.upperBound...]
        }
        return result + rest
    }

    /// What in a text could take effect that neither Belfry nor the operator of the fixtures wrote.
    static func effects(in text: String) -> [String] {
        guard let outside = outsideOfCode(text) else { return ["code is left open"] }
        let hosts = ["https://belfry.example/", "https://wiki.example/", "https://grafana.example/"]
        var effects: [String] = []
        for tail in outside.split(separator: "](").dropFirst() where !hosts.contains(where: { tail.hasPrefix($0) }) {
            effects.append("](\(tail.prefix(40))")
        }
        for mark in ["http://", "https://", "www."] {
            for range in outside.ranges(of: mark) where !outside[..<range.lowerBound].hasSuffix("](") {
                effects.append(String(outside[range.lowerBound...].prefix(40)))
            }
        }
        for index in outside.indices where outside[index] == "@" {
            if outside[index...].unicodeScalars.dropFirst().first != "\u{200B}" {
                effects.append(String(outside[index...].prefix(20)))
            }
        }
        for index in outside.indices where outside[index] == "<" {
            let isEscaped = outside[..<index].hasSuffix("\\")
            let isOurs = outside[index...].hasPrefix("<t:") || outside[index...].hasPrefix("<!here>")
            if !isEscaped && !isOurs { effects.append(String(outside[index...].prefix(20))) }
        }
        if text.unicodeScalars.contains(where: { [0, 0x1B, 0x202E, 0x2028, 0xFEFF].contains($0.value) }) {
            effects.append("a control character")
        }
        return effects
    }
}
