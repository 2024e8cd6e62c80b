import BelfryCore
import BelfryStore
import BelfryTestSupport
import Testing

@Suite(.enabled(if: TestPostgres.isAvailable, "needs PostgreSQL"))
struct SilenceStoreTests {
    private func silence(
        _ matcher: String = #"alertname="JobFailed""#,
        from start: TimeSpan = .zero,
        to end: TimeSpan = .hours(2),
        now: Instant
    ) throws -> Silence {
        Silence(
            id: "",
            matchers: try LabelMatcher.parse(matcher),
            startsAt: now + start,
            endsAt: now + end,
            createdBy: "me",
            comment: "maintenance",
            updatedAt: now
        )
    }

    @Test func aSilenceIsKeptChangedAndEnded() async throws {
        try await IngestBench.with("silences") { bench async throws in
            let store = SilenceStore(pool: bench.pool)
            let (none, now) = try await store.all()
            #expect(none.isEmpty)
            let id = try await store.put(try silence(now: now), replacing: nil)
            let later = try await store.put(try silence(#"team=~"d.*""#, from: .hours(1), now: now), replacing: nil)
            var (all, at) = try await store.all()
            #expect(
                Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.state(at: at)) }) == [
                    id: .active, later: .pending,
                ]
            )
            #expect(all.first { $0.id == later }?.matchers.first?.comparison == .matches)

            // The same matchers: it is made longer. Others: it ends, and another takes its place.
            #expect(try await store.put(try silence(to: .hours(5), now: now), replacing: id) == id)
            let other = try await store.put(try silence(#"alertname="SlowJob""#, now: now), replacing: id)
            #expect(other != id)
            (all, at) = try await store.all()
            #expect(all.first { $0.id == id }?.state(at: at) == .expired)
            #expect(all.first { $0.id == other }?.state(at: at) == .active)

            try await store.expire(later)
            (all, at) = try await store.all()
            #expect(all.first { $0.id == later }?.state(at: at) == .expired)
            await #expect(throws: SilenceStore.Refusal.expired) { try await store.expire(later) }
            await #expect(throws: SilenceStore.Refusal.notFound) { try await store.expire("nothing") }
            await #expect(throws: SilenceStore.Refusal.notFound) {
                try await store.put(try silence(now: now), replacing: "00000000-0000-4000-8000-000000000000")
            }
        }
    }
}
