import CEL
import Testing

/// `&&` and `||` give a value if either side decides, whichever side fails.
@Suite("Error absorption")
struct AbsorptionTests {
    private static let failing = "i / 0 == 1"

    @Test(arguments: [
        ("\(failing) && false", false), ("false && \(failing)", false),
        ("\(failing) || true", true), ("true || \(failing)", true),
        ("\(failing) && b && false", false), ("b && \(failing) && false", false),
        ("\(failing) || false || true", true), ("false || \(failing) || true", true),
        ("ints.exists(x, x / (x - 1) > 1)", true), ("ints.all(x, 6 / (2 - x) == 6)", false),
        ("(\(failing) || true) && b", true), ("any.n || true", true), ("any.n && false", false),
    ])
    func absorbs(source: String, value: Bool) throws {
        #expect(try Sample.evaluate(source) == .bool(value))
    }

    @Test(arguments: [
        "\(failing) && true", "true && \(failing)", "\(failing) || false", "false || \(failing)",
        "\(failing) && \(failing)", "\(failing) && b && true", "false || b == false || \(failing)",
        "ints.exists(x, x / 0 == 1)", "ints.all(x, x / 0 != 1)", "ints.exists_one(x, x / (x - 2) > 0)",
        "!(\(failing))", "\(failing) ? 1 : 2",
    ])
    func keepsTheErrorIfNothingDecides(source: String) throws {
        #expect(try Sample.failure(of: source)?.kind == .divisionByZero)
    }

    @Test func reportsTheFirstError() throws {
        #expect(try Sample.failure(of: "map.z == 1 && i / 0 == 1 && b")?.kind == .noSuchKey)
        #expect(try Sample.failure(of: "map.z == 1 && i / 0 == 1")?.kind == .noSuchKey)
    }
}
