/// Splits RFC 4180 into rows as bytes come in; quoted fields may hold commas, quotes and line ends.
///
/// A field without a character is absent, but for one in quotes, which is an empty text.
public struct CSVReader {
    private enum State {
        case fieldStart
        case plain
        case quoted
        case quoteInQuoted
    }

    private var state = State.fieldStart
    private var field: [UInt8] = []
    private var row: [String?] = []

    /// A reader at the start of a file.
    public init() {}

    /// Takes in bytes and returns the rows they complete; empty lines are none.
    public mutating func read(_ bytes: some Sequence<UInt8>) -> [[String?]] {
        var rows: [[String?]] = []
        for byte in bytes {
            switch (state, byte) {
            case (.fieldStart, UInt8(ascii: "\"")):
                state = .quoted
            case (.quoted, UInt8(ascii: "\"")):
                state = .quoteInQuoted
            case (.quoted, _):
                field.append(byte)
            case (.quoteInQuoted, UInt8(ascii: "\"")):
                field.append(byte)
                state = .quoted
            case (_, UInt8(ascii: ",")):
                endField()
            case (_, UInt8(ascii: "\n")):
                if let complete = endRow() { rows.append(complete) }
            case (_, UInt8(ascii: "\r")):
                break
            default:
                field.append(byte)
                state = .plain
            }
        }
        return rows
    }

    /// The last row of a file that does not end in a line end.
    public mutating func finish() -> [String?]? { endRow() }

    private mutating func endField() {
        row.append(state == .fieldStart ? nil : String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
        state = .fieldStart
    }

    private mutating func endRow() -> [String?]? {
        let isEmpty = row.isEmpty && field.isEmpty && state == .fieldStart
        guard !isEmpty else { return nil }
        endField()
        defer { row.removeAll(keepingCapacity: true) }
        return row
    }
}
