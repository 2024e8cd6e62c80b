import BelfryCore

/// Writes metric families into one buffer, in either format.
///
/// Hand-written because 10,000 jobs make over 300,000 lines a scrape: lines are copied together from parts that were escaped
/// once, and nothing is allocated per line. Families come whole, one after another, as both formats require.
struct ExpositionWriter {
    let format: ExpositionFormat
    private(set) var bytes: [UInt8] = []

    /// An empty buffer for about `capacity` bytes.
    init(format: ExpositionFormat, capacity: Int = 65_536) {
        self.format = format
        bytes.reserveCapacity(capacity)
    }

    /// Begins a family: its type, unit (OpenMetrics) and help.
    mutating func begin(_ family: MetricDescription) {
        let name = family.familyName(in: format)
        func comment(_ keyword: StaticString, in bytes: inout [UInt8]) {
            bytes.append(keyword)
            bytes.append(contentsOf: name.utf8)
            bytes.append(UInt8(ascii: " "))
        }
        if format == .text { writeHelp(family, comment) }
        comment("# TYPE ", in: &bytes)
        bytes.append(family.kind.typeName(in: format))
        bytes.append(UInt8(ascii: "\n"))
        guard format == .openMetrics else { return }
        if let unit = family.unit, name.hasSuffix("_\(unit)") {
            comment("# UNIT ", in: &bytes)
            bytes.append(contentsOf: unit.utf8)
            bytes.append(UInt8(ascii: "\n"))
        }
        writeHelp(family, comment)
    }

    private mutating func writeHelp(_ family: MetricDescription, _ comment: (StaticString, inout [UInt8]) -> Void) {
        comment("# HELP ", &bytes)
        // 0.0.4 knows no escaped quote in a help text.
        Self.appendEscaped(family.help, quotes: format == .openMetrics, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// What stands between the braces of a sample: `a="1",b="2"`, values escaped; empty for no labels.
    func labels(_ labels: [(String, String)]) -> [UInt8] {
        var text: [UInt8] = []
        for (name, value) in labels {
            Self.appendLabel(name, value, to: &text)
        }
        return text
    }

    /// Appends `name="value"` to labels, after a comma where there are some.
    static func appendLabel(_ name: String, _ value: String, to text: inout [UInt8]) {
        if !text.isEmpty { text.append(UInt8(ascii: ",")) }
        text.append(contentsOf: name.utf8)
        text.append("=\"")
        appendEscaped(value, quotes: true, to: &text)
        text.append(UInt8(ascii: "\""))
    }

    /// Appends a sample with an integer.
    mutating func sample(_ name: String, labels: [UInt8] = [], value: Int64) {
        beginSample(name, labels)
        bytes.append(decimal: value)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends a sample with a number.
    mutating func sample(_ name: String, labels: [UInt8] = [], value: Double) {
        beginSample(name, labels)
        bytes.append(number: value)
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func beginSample(_ name: String, _ labels: [UInt8]) {
        bytes.append(contentsOf: name.utf8)
        if !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(contentsOf: labels)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: " "))
    }

    /// Appends a sample from parts that hold no more than bytes to copy: `name{`, labels, and `,more="x"} `.
    mutating func line(_ head: [UInt8], _ labels: ArraySlice<UInt8>, _ tail: [UInt8], value: Int64, decimals: Int = 0) {
        bytes.append(contentsOf: head)
        bytes.append(contentsOf: labels)
        bytes.append(contentsOf: tail)
        bytes.append(decimal: value, decimals: decimals)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends such a sample with an exemplar, which OpenMetrics alone knows.
    mutating func line(
        _ head: [UInt8],
        _ labels: ArraySlice<UInt8>,
        _ tail: [UInt8],
        value: Int64,
        exemplar: Exemplar
    ) {
        line(head, labels, tail, value: value)
        bytes.removeLast()
        bytes.append(" # {")
        bytes.append(contentsOf: Exemplar.label.utf8)
        bytes.append("=\"")
        Self.appendEscaped(exemplar.executionID, quotes: true, to: &bytes)
        bytes.append("\"} ")
        bytes.append(decimal: exemplar.milliseconds, decimals: 3)
        bytes.append(UInt8(ascii: " "))
        bytes.append(decimal: exemplar.at.microseconds, decimals: 6)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Appends lines as they are.
    mutating func append(_ lines: [UInt8]) {
        bytes.append(contentsOf: lines)
    }

    /// Empties the buffer and keeps its memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Ends the exposition and hands it over.
    consuming func finished() -> [UInt8] {
        if format == .openMetrics { bytes.append("# EOF\n") }
        return bytes
    }

    private static func appendEscaped(_ text: String, quotes: Bool, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes.append("\\\\")
            case UInt8(ascii: "\n"): bytes.append("\\n")
            case UInt8(ascii: "\"") where quotes: bytes.append("\\\"")
            default: bytes.append(byte)
            }
        }
    }
}
