import ArgumentParser
import BelfryCore
import BelfryServer
import Foundation

/// Decides batches of executions in memory under several rule sets, and reports what evaluating rules costs.
struct BenchRulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Decide the same executions in memory without rules, with the shipped ones and with fifty.",
        discussion: """
            The rule sets take turns, batch by batch. Only the decision of a batch counts: neither making its executions nor \
            keeping the jobs' states. Single expressions are timed afterwards.
            """
    )

    @Option(help: "Jobs the executions are spread over.")
    var jobs: UInt64 = 10_000

    @Option(help: "Executions in a batch.")
    var batch = 500

    @Option(help: "How long batches are decided, all rule sets together.", transform: TimeSpan.argument)
    var duration = TimeSpan.seconds(10)

    @Option(help: "The fraction of final failures, 0 to 1.")
    var failures = 0.02

    @Option(help: "How long each single expression is evaluated.", transform: TimeSpan.argument)
    var expressionTime = TimeSpan.milliseconds(200)

    @Option(help: ArgumentHelp("The form of the report.", valueName: "text|json"))
    var output = OutputFormat.text

    func validate() throws {
        guard (1...10_000).contains(batch) else { throw ValidationError("--batch must be 1 to 10000") }
        guard (1...1_000_000).contains(jobs) else { throw ValidationError("--jobs must be 1 to 1000000") }
        guard (0...1).contains(failures) else { throw ValidationError("--failures must be 0 to 1, got \(failures)") }
    }

    func run() throws {
        let report = BenchRulesReport(
            jobs: jobs,
            batch: batch,
            ruleSets: try ruleSets(),
            windowTick: try windowTick(),
            expressions: try expressions()
        )
        print(output == .json ? try report.json() : report.text)
    }

    private func ruleSets() throws -> [BenchRulesReport.RuleSet] {
        let files = [
            ("none", RuleFile(name: "none.yaml", text: "groups: []\n")),
            ("shipped", BuiltInRules.file),
            ("generated", BenchRuleFile.file),
        ]
        var benches = try files.map { (name: $0, bench: DecisionBench(rules: try load($1))) }
        var workload = BenchWorkload(runID: BenchLoadOptions.drawnRunID())
        workload.jobs = jobs
        workload.failures = failures
        var source = try BenchExecutions(workload: workload)
        // First every job gets a past: new ones cost more.
        let warmup = 3 * Int(jobs) / batch + 1
        let end = Duration.microseconds(duration.microseconds)
        var number = 0
        while number <= warmup || benches.reduce(.zero, { $0 + $1.bench.elapsed }) < end {
            let executions = try source.next(batch)
            guard let now = executions.first?.receivedAt else { break }
            // Each is the first in turn: the others find the executions in the cache.
            for offset in benches.indices {
                let index = (number + offset) % benches.count
                benches[index].bench.take(executions, at: now, measured: number >= warmup)
            }
            number += 1
        }
        let none = benches.first.map { Self.nanosecondsPerEvent($0.bench) } ?? 0
        return benches.map { name, bench in
            let nanoseconds = Self.nanosecondsPerEvent(bench)
            let rules = bench.rules.rules.count
            return BenchRulesReport.RuleSet(
                name: name,
                rules: rules,
                events: bench.events,
                eventsPerSecond: (1_000_000_000 / nanoseconds).rounded(),
                nsPerEvent: nanoseconds.rounded(),
                nsPerEventAndRule: rules == 0 ? nil : ((nanoseconds - none) / Double(rules) * 10).rounded() / 10,
                fired: bench.fired,
                failures: bench.failures
            )
        }
    }

    private static func nanosecondsPerEvent(_ bench: DecisionBench) -> Double {
        bench.elapsed / .nanoseconds(1) / Double(max(1, bench.events))
    }

    /// The median of five ticks.
    private func windowTick() throws -> BenchRulesReport.WindowTick {
        var bench = WindowBench(rules: try load(WindowBench.file), jobs: jobs)
        let times = (0..<5).map { _ in bench.tick() }.sorted()
        return BenchRulesReport.WindowTick(
            rules: WindowBench.count,
            executionsPerJob: WindowBench.executions,
            medianMS: times[2].rounded(),
            longestMS: times[4].rounded()
        )
    }

    private func expressions() throws -> [BenchRulesReport.Expression] {
        let bench = ExpressionBench(success: try one(failures: 0), failure: try one(failures: 1))
        return try ExpressionBench.expressions.map { expression in
            let text = "groups: [{name: g, rules: [{alert: Bench, expr: '\(expression.replacing("'", with: "''"))'}]}]"
            guard let rule = try load(RuleFile(name: expression, text: text)).rules.first else {
                throw ValidationError("no rule in \(text)")
            }
            let times = bench.nanoseconds(rule, for: .microseconds(expressionTime.microseconds))
            return BenchRulesReport.Expression(
                expression: expression,
                successNS: (times.success * 10).rounded() / 10,
                failureNS: (times.failure * 10).rounded() / 10
            )
        }
    }

    private func one(failures: Double) throws -> ReceivedExecution {
        var workload = BenchWorkload(runID: "one")
        workload.failures = failures
        var source = try BenchExecutions(workload: workload)
        guard let execution = try source.next(1).first else { throw ValidationError("no execution was made") }
        return execution
    }

    private func load(_ file: RuleFile) throws -> RuleSet {
        let (rules, problems) = RuleSet.load([file])
        guard let rules else { throw ValidationError(problems.map { "\($0)" }.joined(separator: "\n")) }
        return rules
    }
}
