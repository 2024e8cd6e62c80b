import BelfryStore
import BelfryTestSupport
import Foundation
import Libpq
import NIOCore
import Testing

@testable import BelfryServer

/// A database that hangs: senders are told in time, and nothing counts twice when it goes on.
@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"), .timeLimit(.minutes(2)))
struct StalledDatabaseTests {
    @Test func everySenderIsToldWithinItsPatience() async throws {
        try await TestDatabase.with(named: "stalled") { database async throws in
            let proxy = try await StallingProxy.start(before: database)
            try await RunningServer.with(database, by: proxy.connectionString) { server async throws in
                #expect(try await server.post(RunningServer.webhook("exe_before", status: "success")) == 200)
                proxy.stall()
                // One in the batch that hangs, others behind it as time goes on.
                let answers = try await withThrowingTaskGroup(of: (Int, Duration).self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            try await Task.sleep(for: .milliseconds(600 * number))
                            let start = ContinuousClock.now
                            let status = try await server.post(
                                RunningServer.webhook("exe_\(number)", status: "success", minute: number + 1)
                            )
                            return (status, ContinuousClock.now - start)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.map(\.0) == Array(repeating: 503, count: 6))
                let patience = Duration.nanoseconds(IngestQueue.defaultPatience.nanoseconds)
                for (_, latency) in answers { #expect(latency < patience + .seconds(1)) }
                proxy.resume()
                for number in 0..<6 {
                    let webhook = RunningServer.webhook("exe_\(number)", status: "success", minute: number + 1)
                    var status = 0
                    for _ in 0..<40 where status != 200 {
                        status = try await server.post(webhook)
                        if status != 200 { try await Task.sleep(for: .milliseconds(250)) }
                    }
                    #expect(status == 200)
                }
                #expect(try await server.value("SELECT count(*)::text FROM belfry.executions", until: "7") == "7")
            }
            await proxy.stop()
        }
    }
}
