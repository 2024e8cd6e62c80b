import BelfryCore
import Testing

/// A job that keeps going up and down is one alert that says so.
@Suite struct FlappingTests {
    private func history(_ keys: String = "") throws -> History {
        let text = """
            groups:
              - name: g
                rules:
                  - alert: Failed
                    expr: status != "success" && next_retry_at == null
            \(keys.isEmpty ? "" : "        \(keys)")
            """
        return History(rules: try #require(RuleSet.load([RuleFile(name: "f.yaml", text: text)]).rules))
    }

    /// Runs that fail (F) and succeed (S), and what was told of the alert.
    private func told(_ runs: String, _ history: inout History) -> [String] {
        for run in runs {
            let number = history.jobs["job-1"]?.executions.total ?? 0
            history.take([History.attempt("\(number)", at: number, status: run == "F" ? .failure : .success)])
        }
        return history.transitions.map(\.kind.rawValue)
    }

    @Test func theThirdTimeDownIsToldAsFlappingAndStaysUntilItHasSettled() throws {
        var history = try history()
        #expect(
            told("FSFSFS", &history) == ["firing", "resolved", "firing", "resolved", "firing", "flapping"]
        )
        #expect(history.open["job-1"]?.first?.isFlapping == true)
        #expect(told("FSFFSSSS", &history).count == 6)
        #expect(told("S", &history).last == "resolved")
        #expect(history.firing == [])
    }

    @Test func whatSettlesDownFiresOnAsItDid() throws {
        var history = try history()
        _ = told("FSFSFS", &history)
        #expect(told("FFFFF", &history).count == 6)
        #expect(history.open["job-1"]?.first?.isFlapping == false)
        #expect(told("S", &history).last == "resolved")
    }

    @Test func aFailureNowAndThenIsNoFlapping() throws {
        var history = try history()
        #expect(Set(told("SSFSSSSSSFSSSSSSSFSSSSSSFS", &history)) == ["firing", "resolved"])
    }

    @Test func itCanBeSwitchedOff() throws {
        var history = try history("flapping: ring")
        #expect(told("FSFSFSFSFS", &history) == Array(repeating: ["firing", "resolved"], count: 5).flatMap { $0 })
    }

    @Test func anAlertIsKeptForAWhileAndRingsOnWhereItsConditionComesBack() throws {
        var history = try history("keep_firing_for: 10m")
        let watched = Coverage(watched: [])
        _ = told("FS", &history)
        #expect(history.firing == ["Failed"])
        #expect(history.deadlines.count == 1)
        history.now = history.now + .minutes(5)
        history.take([History.attempt("again", at: 5, status: .failure)])
        #expect(history.deadlines.isEmpty)
        history.take([History.attempt("well", at: 6)])
        let end = try #require(history.deadlines.values.first).dueAt
        #expect(end == history.now + .minutes(10))
        history.tick(at: end, coverage: watched)
        #expect(history.firing == [])
        #expect(history.transitions.map(\.kind) == [.firing, .resolved])
        #expect(history.deadlines.isEmpty)
    }

    @Test func aJobThatFlappedAndRunsNoMoreKeepsNoAlertForEver() throws {
        var history = try history()
        _ = told("FSFSFS", &history)
        let end = try #require(history.deadlines.values.first).dueAt
        #expect(end == history.now + .days(1))
        history.tick(at: end, coverage: Coverage(watched: []))
        #expect(history.firing == [])
        #expect(history.transitions.last?.kind == .resolved)
    }
}
