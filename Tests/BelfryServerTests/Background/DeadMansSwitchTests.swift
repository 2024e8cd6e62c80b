import BelfryCore
import BelfryTestSupport
import Logging
import Testing

@testable import BelfryServer

/// A dead-man's switch hears of Belfry only while every part of it works.
struct DeadMansSwitchTests {
    private static let now = Instant(seconds: 1_790_000_000)

    /// Whether a ping went out when parts last worked so long ago.
    private func pings(_ ages: [WorkingSigns.Part: TimeSpan], answer: SinkAnswer? = nil) async throws -> (Bool, Int) {
        let sink = try await ChatSink.start()
        if let answer { sink.script([answer]) }
        let signs = WorkingSigns()
        for (part, age) in ages { signs.note(part, at: Self.now - age) }
        let client = GuardedHTTPClient(
            addressGuard: AddressGuard(allowedNetworks: [try CIDRBlock("127.0.0.0/8")]),
            allowsHTTP: true
        )
        let heartbeat = Configuration.Heartbeat(url: try TargetURL(sink.url))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let now = Self.now
        let heard = await DeadMansSwitch(
            heartbeat: heartbeat,
            signs: signs,
            http: client,
            now: { now },
            logger: logger
        ).ping()
        await client.shutdown()
        await sink.stop()
        return (heard, sink.requests.count)
    }

    @Test func itHearsOfAProcessWhosePartsAllWork() async throws {
        let (heard, requests) = try await pings([.database: .seconds(5), .ticker: .seconds(1), .delivery: .seconds(5)])
        #expect(heard)
        #expect(requests == 1)
    }

    @Test(arguments: WorkingSigns.Part.allCases) func onePartThatStandsStillIsEnoughForSilence(
        part: WorkingSigns.Part
    ) async throws {
        var ages = Dictionary(uniqueKeysWithValues: WorkingSigns.Part.allCases.map { ($0, TimeSpan.seconds(1)) })
        ages[part] = .seconds(31)
        #expect(try await pings(ages).1 == 0)
        ages[part] = nil
        #expect(try await pings(ages).1 == 0)
    }

    @Test func aRefusalIsNotTakenForAHearing() async throws {
        let ages = Dictionary(uniqueKeysWithValues: WorkingSigns.Part.allCases.map { ($0, TimeSpan.seconds(1)) })
        let (heard, requests) = try await pings(ages, answer: .status(404, headers: [:], body: "gone"))
        #expect(!heard)
        #expect(requests == 1)
    }
}
