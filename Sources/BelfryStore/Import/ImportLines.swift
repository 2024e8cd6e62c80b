/// Splits a file into executions as its bytes come in.
public struct ImportLines {
    /// What some bytes held.
    public struct Read: Sendable {
        /// Executions, in the file's order.
        public var executions: [ImportedExecution] = []
        /// Lines, or rows of CSV, that are none: `line: reason`.
        public var problems: [String] = []
    }

    private let format: ExecutionExport.Format
    private var csv = CSVReader()
    private var header: [String]?
    private var rest: [UInt8] = []
    private var number = 0

    /// Lines of a file of this format.
    public init(format: ExecutionExport.Format) {
        self.format = format
    }

    /// Takes in the next bytes.
    public mutating func read(_ bytes: some Sequence<UInt8>) -> Read {
        var result = Read()
        switch format {
        case .csv:
            for row in csv.read(bytes) { take(row, &result) }
        case .ndjson:
            rest += bytes
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                take(rest[start..<end], &result)
                start = end + 1
            }
            rest.removeSubrange(..<start)
        }
        return result
    }

    /// What the end of the file completes.
    public mutating func finish() -> Read {
        var result = Read()
        switch format {
        case .csv:
            if let row = csv.finish() { take(row, &result) }
        case .ndjson:
            take(rest[...], &result)
            rest = []
        }
        return result
    }

    private mutating func take(_ line: ArraySlice<UInt8>, _ result: inout Read) {
        number += 1
        guard line.contains(where: { $0 > UInt8(ascii: " ") }) else { return }
        do throws(ImportProblem) {
            result.executions += try ImportLine.read(json: Array(line))
        } catch {
            result.problems.append("\(number): \(error)")
        }
    }

    private mutating func take(_ row: [String?], _ result: inout Read) {
        number += 1
        guard let header else {
            // A spreadsheet begins a file with a byte order mark.
            header = row.map { ($0 ?? "").replacing("\u{FEFF}", with: "") }
            return
        }
        do throws(ImportProblem) {
            result.executions.append(try ImportLine.read(fields: row, header: header))
        } catch {
            result.problems.append("\(number): \(error)")
        }
    }
}
