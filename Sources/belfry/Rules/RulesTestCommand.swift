import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// `belfry rules test`: unit tests of rules.
struct RulesTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run unit tests of rules: executions at offsets, and the alerts and notifications expected.",
        discussion: "Exits non-zero when a test fails or a file has an error. Connects to nothing. See docs/rules.md."
    )

    /// What is printed with `--output json`.
    private struct Report: Encodable {
        struct Failure: Encodable {
            var test: String
            var evalTime: String
            var line: Int?
            var subject: String
            var expected: [String]
            var got: [String]
        }

        var file: String
        var tests: Int
        var failures: [Failure]
        var problems: [String]
        var passed: Bool { isReadable && failures.isEmpty }

        // Not in the JSON.
        var descriptions: [String]
        var isReadable: Bool

        private enum CodingKeys: CodingKey {
            case file, tests, failures, problems
        }
    }

    @Argument(help: "Test files, usually *.test.yaml.")
    var files: [String]

    @Option(help: "text or json.")
    var output = OutputFormat.text

    func run() throws {
        let reports = files.map(report)
        switch output {
        case .text:
            for report in reports { print(Self.text(report)) }
        case .json:
            print(try OutputFormat.json(reports))
        }
        guard reports.allSatisfy(\.passed) else { throw ExitCode.failure }
    }

    private func report(_ path: String) -> Report {
        let (file, problems) = RuleTestReader.read(path)
        let failures = file.map(RuleTestRunner.run) ?? []
        return Report(
            file: path,
            tests: file?.tests.count ?? 0,
            failures: failures.map {
                Report.Failure(
                    test: $0.test,
                    evalTime: $0.evalTime,
                    line: $0.line,
                    subject: $0.subject,
                    expected: $0.expected,
                    got: $0.got
                )
            },
            problems: problems.map(\.description),
            descriptions: failures.map(\.description),
            isReadable: file != nil
        )
    }

    private static func text(_ report: Report) -> String {
        var lines = report.problems
        if report.passed {
            lines.append("\(report.file): \(report.tests) tests passed")
        } else if report.isReadable {
            lines += report.descriptions.map { "  FAILED: \($0)" }
            lines.append("\(report.file): \(report.failures.count) checks of \(report.tests) tests failed")
        } else {
            lines.append("\(report.file): not run")
        }
        return lines.joined(separator: "\n")
    }
}
