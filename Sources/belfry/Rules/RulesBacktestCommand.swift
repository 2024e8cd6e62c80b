import ArgumentParser
import BelfryCore
import BelfryServer
import BelfryStore
import Foundation
import Libpq

/// `belfry rules backtest`: what rules would have made of the stored history.
struct RulesBacktestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Replay stored executions through rules, and say what would have fired.",
        discussion: """
            Reads only. Routes and inhibition are those of the configuration. Executions are taken day by day, each day's in \
            the order of their arrival. Those of --warmup before the time only teach the rules the jobs' history.
            """
    )

    @Argument(help: "Rule files; without any, those of the configuration.")
    var files: [String] = []

    @Option(help: "How far back, such as 30d or 12h.", transform: TimeSpan.argument)
    var since = TimeSpan.days(7)

    @Option(help: "How much before that is replayed without being reported.", transform: TimeSpan.argument)
    var warmup = TimeSpan.days(7)

    @Option(help: "Alerts listed at most.")
    var limit = 50

    @OptionGroup var options: ConfigurationOptions

    @Option(help: "text or json.")
    var output = OutputFormat.text

    func run() async throws {
        let configuration = try options.loadOrExit()
        let found = RuleFileLoader.load(files.isEmpty ? configuration.ruleFiles : files)
        let loaded = RuleSet.load(found.files)
        StandardError.print(found.problems + loaded.problems)
        guard let rules = loaded.rules, found.problems.isEmpty else { throw ExitCode.failure }
        let database = try RunningDatabase.connectionString(configuration)
        let connection = try await Connection.connect(ConnectionConfiguration(connectionString: database))
        let report = try await replay(rules, configuration, ExecutionHistory(connection))
        await connection.close()
        print(output == .json ? try report.json() : report.text(limit: limit))
    }

    private func replay(
        _ rules: RuleSet,
        _ configuration: Configuration,
        _ history: ExecutionHistory
    ) async throws -> BacktestReport {
        let now = WallClock.now()
        let from = now - since
        let start = from - warmup
        var backtest = Backtest(
            rules: rules,
            route: configuration.route ?? Route(),
            inhibitRules: configuration.inhibitRules,
            start: start,
            from: from
        )
        let total = try await history.estimate(from: start, to: now)
        var progress = BacktestProgress(total: total)
        try await history.forEachBatch(from: start, to: now) { batch in
            backtest.receive(batch)
            progress.show(backtest.executions)
        }
        backtest.finish(at: now)
        progress.end()
        return BacktestReport(
            backtest,
            rules: rules,
            live: try await history.liveAlerts(from: from, to: now),
            from: from,
            to: now
        )
    }
}

/// A line on a terminal's standard error that tells how far the replay is.
private struct BacktestProgress {
    let total: Int64
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var shownAt = ContinuousClock.now

    init(total: Int64) {
        self.total = total
    }

    mutating func show(_ done: Int) {
        guard isTerminal, ContinuousClock.now - shownAt > .milliseconds(100) else { return }
        shownAt = .now
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 0
        let bar = String(repeating: "█", count: Int(share * 30)).padding(toLength: 30, withPad: "░", startingAt: 0)
        FileHandle.standardError.write(Data("\r\(bar) \(done) executions".utf8))
    }

    func end() {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
