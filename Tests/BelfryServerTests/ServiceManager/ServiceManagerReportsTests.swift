import BelfryCore
import Logging
import Testing

@testable import BelfryServer

/// The watchdog is fed only while every part works.
struct ServiceManagerReportsTests {
    private static let now = Instant(seconds: 1_790_000_000)
    private static let start = now - .minutes(10)

    private static func logger() -> Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    /// Reports to `socket` of parts that last succeeded, or failed, so long ago.
    private func reports(
        to socket: NotifySocket,
        successes: [WorkingSigns.Part: TimeSpan],
        failures: [WorkingSigns.Part: TimeSpan] = [:],
        acceptsFailures: Bool = false,
        isWatched: Bool = true
    ) throws -> ServiceManagerReports {
        let signs = WorkingSigns()
        for (part, age) in successes { signs.note(part, at: Self.now - age) }
        for (part, age) in failures { signs.noteFailure(part, at: Self.now - age) }
        var environment = ["NOTIFY_SOCKET": socket.name]
        if isWatched { environment["WATCHDOG_USEC"] = "60000000" }
        let now = Self.now
        return ServiceManagerReports(
            manager: try #require(try ServiceManager(environment: environment)),
            status: "serving",
            signs: signs,
            acceptsFailures: acceptsFailures,
            now: { now },
            logger: Self.logger()
        )
    }

    private static let allWell = Dictionary(
        uniqueKeysWithValues: WorkingSigns.Part.allCases.map { ($0, TimeSpan.seconds(1)) }
    )

    @Test func aProcessWhosePartsAllWorkFeedsTheWatchdog() throws {
        let socket = try NotifySocket(isAbstract: false)
        #expect(try reports(to: socket, successes: Self.allWell).report(since: Self.start))
        #expect(socket.received() == ["STATUS=serving", "WATCHDOG=1"])
    }

    @Test func whereNobodyWatchesNothingIsFed() throws {
        let socket = try NotifySocket(isAbstract: false)
        try reports(to: socket, successes: Self.allWell, isWatched: false).report(since: Self.start)
        #expect(socket.received() == ["STATUS=serving"])
    }

    @Test(arguments: WorkingSigns.Part.allCases) func onePartThatStandsStillStarvesIt(part: WorkingSigns.Part) throws {
        let socket = try NotifySocket(isAbstract: false)
        var successes = Self.allWell
        successes[part] = .seconds(31)
        let failures = [part: TimeSpan.seconds(1)]
        #expect(try !reports(to: socket, successes: successes, failures: failures).report(since: Self.start))
        #expect(socket.received() == ["STATUS=standing still: \(part.rawValue)"])
    }

    @Test func anotherMachinesDatabaseThatIsAwayIsNoReasonToEnd() throws {
        let socket = try NotifySocket(isAbstract: false)
        let failures = Self.allWell
        #expect(
            try reports(to: socket, successes: [:], failures: failures, acceptsFailures: true).report(since: Self.start)
        )
        #expect(socket.received() == ["STATUS=without success: database, ticker, delivery", "WATCHDOG=1"])
        let hanging = failures.merging([.ticker: .seconds(31)]) { $1 }
        #expect(
            try !reports(to: socket, successes: [:], failures: hanging, acceptsFailures: true).report(since: Self.start)
        )
        #expect(socket.received() == ["STATUS=standing still: ticker"])
    }

    @Test func theFirstPassesAreWaitedFor() throws {
        let socket = try NotifySocket(isAbstract: false)
        #expect(try reports(to: socket, successes: [:]).report(since: Self.now - .seconds(29)))
        #expect(socket.received().last == "WATCHDOG=1")
    }

    @Test func theEndIsTold() async throws {
        let socket = try NotifySocket(isAbstract: false)
        let reports = try reports(to: socket, successes: Self.allWell)
        let running = Task { await reports.run() }
        while socket.received().isEmpty { await Task.yield() }
        running.cancel()
        await running.value
        let last = try #require(socket.received().last)
        #expect(last.hasPrefix("STOPPING=1\nSTATUS="))
    }
}
