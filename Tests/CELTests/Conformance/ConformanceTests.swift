import Foundation
import Testing

/// Runs google/cel-spec's `tests/simple/testdata`, which `CEL_SPEC_TESTDATA` names the folder of.
@Suite("CEL specification", .enabled(if: ConformanceData.folder != nil))
struct ConformanceTests {
    @Test func passesEveryTestThatNeedsNoMessage() throws {
        let folder = URL(fileURLWithPath: try #require(ConformanceData.folder), isDirectory: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".textproto") }.sorted()
        try #require(!names.isEmpty)
        var table = ["| file | passed | failed | out of scope |", "|---|--:|--:|--:|"]
        var reasons: [String: Int] = [:]
        var failures: [String] = []
        var totals = (passed: 0, failed: 0, outOfScope: 0)
        for name in names {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            var counts = (passed: 0, failed: 0, outOfScope: 0)
            for test in try Self.cases(in: text) {
                switch test.run() {
                case .passed: counts.passed += 1
                case .failed(let problem):
                    counts.failed += 1
                    failures.append("\(name) \(test.name): \(test.source): \(problem)")
                case .outOfScope(let reason):
                    counts.outOfScope += 1
                    reasons[reason, default: 0] += 1
                }
            }
            let file = name.replacingOccurrences(of: ".textproto", with: "")
            table.append("| \(file) | \(counts.passed) | \(counts.failed) | \(counts.outOfScope) |")
            totals.passed += counts.passed
            totals.failed += counts.failed
            totals.outOfScope += counts.outOfScope
        }
        table.append("| **all** | **\(totals.passed)** | **\(totals.failed)** | **\(totals.outOfScope)** |")
        print(table.joined(separator: "\n"))
        for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) { print("out of scope: \(reason): \(count)") }
        #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
        #expect(totals.passed > 0)
    }

    private static func cases(in text: String) throws -> [ConformanceCase] {
        try TextMessageReader.read(text).messages("section").flatMap { section in
            section.messages("test").map { test in
                ConformanceCase(name: "\(section.string("name") ?? "")/\(test.string("name") ?? "")", message: test)
            }
        }
    }
}
