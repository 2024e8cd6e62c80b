import CEL
import Testing

@Suite("Values")
struct ValueTests {
    @Test func equalityIsCELs() {
        #expect(Value.int(1) == .double(1))
        #expect(Value.uint(1) == .int(1))
        #expect(Value.int(-1) != .uint(.max))
        #expect(Value.double(.nan) != .double(.nan))
        #expect(Value.string("\u{E9}") != .string("e\u{301}"))
        #expect(Value.null != .int(0))
        #expect(Value.list([.int(1)]) == .list([.uint(1)]))
        #expect(Value.optional(.int(1)) != .optional(nil))
        #expect(Value.type(TypeValue("int")) == .type(Value.int(1).runtimeType))
    }

    @Test func mapsFindKeysOfEqualValue() throws {
        let map = try MapValue(entries: [
            (.int(1), .string("one")), (.uint(.max), .string("max")), (.bool(true), .null),
        ])
        #expect(map[.uint(1)] == .string("one"))
        #expect(map[.double(1)] == .string("one"))
        #expect(map[.double(1.5)] == nil)
        #expect(map[.uint(.max)] == .string("max"))
        #expect(map[.bool(true)] == .null)
        #expect(map["1"] == nil)
        #expect(map.count == 3)
    }

    @Test func mapsKeepTheOrderOfTheirEntriesAndTheLastOfEqualStringKeys() {
        let map = MapValue([("b", .int(1)), ("a", .int(2)), ("b", .int(3))])
        #expect(map.entries.map(\.key) == [.string("b"), .string("a")])
        #expect(map["b"] == .int(3))
        #expect(map == MapValue([("a", .int(2)), ("b", .int(3))]))
    }

    @Test func mapKeysAreNotNormalised() {
        let map = MapValue([("\u{E9}", .int(1)), ("e\u{301}", .int(2))])
        #expect(map.count == 2)
        #expect(map["\u{E9}"] == .int(1))
    }

    @Test func mapsRefuseRepeatedAndImpossibleKeys() {
        #expect(throws: EvaluationError.self) { try MapValue(entries: [(.int(1), .null), (.uint(1), .null)]) }
        #expect(throws: EvaluationError.self) { try MapValue(entries: [(.double(1), .null)]) }
    }

    @Test(arguments: [
        ("2009-02-13T23:31:30Z", 1_234_567_890, 0),
        ("2009-02-14T01:31:30.000000001+02:00", 1_234_567_890, 1),
        ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
    ])
    func timestampsReadRFC3339(text: String, seconds: Int, nanoseconds: Int) throws {
        let timestamp = try Timestamp(parsing: text)
        #expect(timestamp == Timestamp(seconds: Int64(seconds), nanoseconds: Int32(nanoseconds)))
        #expect(try Timestamp(parsing: timestamp.description) == timestamp)
    }
}
