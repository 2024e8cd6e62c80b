import CEL
import Testing

@Suite("Trace")
struct TraceTests {
    @Test func reportsEveryOperandOfTheLogic() throws {
        let source = "i > 100 && (s.contains('x') || !b) && map.z == 1"
        let trace = try Sample.environment.compile(source).trace(Sample())
        #expect(trace.source == source)
        #expect(trace.junction == .and)
        #expect(trace.outcome == .value(.bool(false)))
        #expect(trace.operands.map(\.source) == ["i > 100", "s.contains('x') || !b", "map.z == 1"])
        #expect(trace.conditions.map(\.source) == ["i > 100", "s.contains('x')", "b", "map.z == 1"])
        #expect(
            trace.conditions.map(\.outcome) == [
                .value(.bool(false)), .value(.bool(false)), .value(.bool(true)),
                .error(EvaluationError(.noSuchKey, "no such key: 'z'")),
            ]
        )
        #expect(trace.conditions.map(\.range.start.column) == [1, 13, 33, 39])
        #expect(trace.conditions[0].variables.map { Sample.environment.variables[$0].name } == ["i"])
    }

    @Test func leavesOutTheBranchNotTaken() throws {
        let trace = try Sample.environment.compile("b ? i > 1 : i / 0 == 1").trace(Sample())
        #expect(trace.junction == .conditional)
        #expect(trace.outcome == .value(.bool(true)))
        #expect(trace.operands.map(\.outcome) == [.value(.bool(true)), .value(.bool(true)), .notReached])
    }

    @Test func takesAnyOtherExpressionAsOneCondition() throws {
        let trace = try Sample.environment.compile("i + 1").trace(Sample())
        #expect(trace.junction == nil)
        #expect(trace.operands.isEmpty)
        #expect(trace.outcome == .value(.int(8)))
    }
}
