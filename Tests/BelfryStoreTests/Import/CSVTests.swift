import BelfryCore
import Testing

@testable import BelfryStore

/// CSV as it is exported and imported.
struct CSVTests {
    private static let texts: [String?] = [
        nil, "", "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'", "\"", "a,b", "line\nend\r\n", "plain", " space ",
        "é漢",
    ]

    private func row(body: String?, error: String?, isSpreadsheetSafe: Bool = false) -> String {
        let fields: [String?] = [
            "job", "Job, \"quoted\"", "e1", "failure", "2026-01-01T00:00:00.000000Z", "500", "12", body, error, "0",
            nil,
            "false", "2026-01-01T00:00:01.000000Z", "r", "webhook",
        ]
        return CSVLine.line(fields, isSpreadsheetSafe: isSpreadsheetSafe)
    }

    private func read(_ lines: String...) -> ImportLines.Read {
        var reader = ImportLines(format: .csv)
        let header = CSVLine.line(ExecutionExport.fields)
        // Byte by byte: a reader gets chunks that end anywhere.
        var found = ImportLines.Read()
        for byte in ("\u{FEFF}" + ([header] + lines).joined(separator: "\n")).utf8 {
            let some = reader.read([byte])
            found.executions += some.executions
            found.problems += some.problems
        }
        let last = reader.finish()
        found.executions += last.executions
        found.problems += last.problems
        return found
    }

    @Test(arguments: texts) func whatIsExportedIsReadAsItWas(_ text: String?) {
        let found = read(row(body: text, error: text))
        #expect(found.problems.isEmpty)
        let execution = found.executions.first?.execution
        #expect(execution?.responseBody == text)
        #expect(execution?.errorMessage == text)
        #expect(execution?.jobName == "Job, \"quoted\"")
        #expect(execution?.nextRetryAt == nil)
    }

    @Test func noFormulaIsInWhatIsForASpreadsheet() {
        for text in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            let line = row(body: text, error: "x", isSpreadsheetSafe: true)
            #expect(line.contains(",'\(text)") || line.contains(",\"'\(text)"), "\(line)")
        }
        #expect(row(body: "a=b", error: nil, isSpreadsheetSafe: true) == row(body: "a=b", error: nil))
        #expect(row(body: "=1", error: nil).contains(",=1,"))
    }

    @Test func aColumnInQuotesThatIsNoTextMayBeEmpty() {
        let line = row(body: nil, error: nil).replacing(",500,", with: ",\"\",")
        let found = read(line)
        #expect(found.problems.isEmpty)
        #expect(found.executions.first?.execution.responseCode == nil)
    }
}
