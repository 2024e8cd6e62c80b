import CEL
import Foundation
import Synchronization
import Testing

@Suite("Limits")
struct LimitTests {
    private static func nested(_ depth: Int) -> [String] {
        [
            String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth),
            String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth),
            String(repeating: "!", count: depth) + "true",
            String(repeating: "-", count: depth) + "i",
            String(repeating: "1 + ", count: depth) + "1",
            String(repeating: "true ? 1 : ", count: depth) + "1",
            "any" + String(repeating: ".a", count: depth),
            "any" + String(repeating: "[0]", count: depth),
            String(repeating: "string(", count: depth) + "1" + String(repeating: ")", count: depth),
            String(repeating: "[1].map(x, ", count: depth) + "1" + String(repeating: ")", count: depth),
        ]
    }

    @Test(arguments: nested(5_000))
    func refusesDeepExpressions(source: String) throws {
        let environment = Environment(
            variables: Sample.environment.variables,
            limits: Limits(length: 1 << 20)
        )
        let problem = try #require(Sample.problems(source, in: environment).first)
        #expect(problem.message.contains("nested more than 64 levels"), "\(problem)")
    }

    @Test func compilesAndEvaluatesWhatItAcceptsOnASmallStack() {
        let failures = Mutex<[String]>([])
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            for source in Self.nested(60) {
                do {
                    let program = try Sample.environment.compile(source)
                    _ = try? program.evaluate(Sample())
                    _ = program.trace(Sample())
                } catch {
                    failures.withLock { $0.append("\(source): \(error)") }
                }
            }
            done.signal()
        }
        #if DEBUG
        // Frames of unoptimised code are several times as large.
        thread.stackSize = 2 * 1024 * 1024
        #else
        thread.stackSize = 512 * 1024
        #endif
        thread.start()
        done.wait()
        #expect(failures.withLock { $0 } == [])
    }

    @Test func takesLongLogicalChainsAsOneLevel() throws {
        let source = Array(repeating: "i == 7", count: 1_000).joined(separator: " && ")
        #expect(try Sample.evaluate(source) == .bool(true))
    }

    @Test func refusesLongSources() {
        let problems = Sample.problems("'" + String(repeating: "x", count: 16_384) + "'")
        #expect(problems.map(\.message) == ["the expression is longer than 16384 bytes"])
    }

    /// Each of these would take seconds to ages, or gigabytes, without a budget.
    @Test(arguments: [
        "big.all(x, big.all(y, big.all(z, x + y + z >= 0)))",
        "big.map(x, big.map(y, big)).size() > 0",
        "big.exists(x, big.exists(y, x / 0 == y))",
        "false || big.exists(x, big.exists(y, x / 0 == y)) || true",
        doubling(40, "x + x", start: "'aaaaaaaaaaaaaaaa'", end: "x.size() > 0"),
        doubling(40, "x + x", start: "[1]", end: "x.size() > 0"),
        doubling(50, "[x, x]", start: "[1]", end: "x == dyn([x, x]) || [x] == [x + []]"),
        doubling(50, "[x, x]", start: "[1]", end: "'%s'.format([x]) == ''"),
        doubling(30, "x.replace('a', 'aaaa')", start: "'a'", end: "x.size() > 0"),
        doubling(30, "[x, x, x, x].join(x)", start: "'a'", end: "x.size() > 0"),
        "big.all(x, text.matches('(a|aa|aaa)*b') || true)",
    ])
    func stopsEvaluationsAtTheirBudget(source: String) throws {
        struct Big: Activation {
            let list = Value.list((0..<2_000).map { .int($0) })
            let text = Value.string(String(repeating: "a", count: 10_000))
            func value(at index: Int) throws(EvaluationError) -> Value { index == 0 ? list : text }
        }
        let environment = Environment(variables: [
            VariableDeclaration("big", .list(.int)), VariableDeclaration("text", .string),
        ])
        let program = try environment.compile(source)
        let error = #expect(throws: EvaluationError.self) { try program.evaluate(Big()) }
        #expect(error?.kind == .costExceeded)
    }

    private static func doubling(_ times: Int, _ step: String, start: String, end: String) -> String {
        "cel.bind(x, dyn(\(start)), " + String(repeating: "cel.bind(x, dyn(\(step)), ", count: times) + end
            + String(repeating: ")", count: times + 1)
    }

    @Test func chargesNothingWorthCountingForPlainConditions() throws {
        let limits = Limits(cost: 20)
        let environment = Environment(variables: Sample.environment.variables, limits: limits)
        let source = "status != 'success' && i > 5 && s.contains('critical') && code >= 500 && 'a' in map"
        #expect(try environment.compile(source).evaluate(Sample()) == .bool(true))
    }
}
