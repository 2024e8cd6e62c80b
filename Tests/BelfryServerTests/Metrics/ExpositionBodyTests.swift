import BelfryStore
import NIOCore
import Testing

@testable import BelfryServer

struct ExpositionBodyTests {
    private static func body(jobs count: Int, coding: ContentCoding = .identity) -> ExpositionBody {
        let jobs = (0..<count).map { JobSeries.sample(id: "job-\($0)") }
        let exposition = JobExposition(MetricsSnapshot(jobs: jobs, alerts: [], pending: []))
        return ExpositionBody(format: .openMetrics, coding: coding, jobs: exposition, rest: Array("# EOF\n".utf8))
    }

    @Test(arguments: [ContentCoding.identity, .gzip])
    func noChunkIsEmptyOrGrowsWithTheJobs(_ coding: ContentCoding) async throws {
        var sizes: [Int] = []
        try await Self.body(jobs: 2_000, coding: coding).write { sizes.append($0.readableBytes) }
        #expect(sizes.count > 5)
        #expect(sizes.allSatisfy { (1...700_000).contains($0) })
    }

    @Test func chunksAreTheWholeTextInOrder() async throws {
        let body = Self.body(jobs: 2_000)
        var writer = ExpositionWriter(format: .openMetrics)
        for part in try #require(body.jobs).parts() { part(&writer) }
        #expect(try await body.bytes() == writer.finished())
    }

    @Test func aClientThatLeavesEndsTheRendering() async throws {
        var chunks = 0
        await #expect(throws: CancellationError.self) {
            try await Self.body(jobs: 2_000).write { _ in
                chunks += 1
                throw CancellationError()
            }
        }
        #expect(chunks == 1)
    }
}
